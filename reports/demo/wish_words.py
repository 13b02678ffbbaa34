"""What the wishes of the demonstration say; made up, and nobody's."""

from wishes.choices import Category, Group

PLAN = (
    "志愿者周六上午 9 时在社区党校集合，两人一组，先打电话再上门；带工具箱和登记本，"
    "当天办完的当天拍照登记，一时办不了的说好日子。需要 10 人，会水电、会理发的优先。"
)
# (category, sentence, about how many yuan, how it came true); for students, and for everybody else.
WISHES = {
    Group.STUDENT: [
        (Category.STUDY, "想要一套课外读物，最好有讲昆虫的", "90", "送了六本，陪着读了一章"),
        (Category.STUDY, "新学期想有一个结实的书包", "120", "开学前一天送到学校门口"),
        (Category.GOODS, "想要一双过冬穿的棉鞋", "110", "量了尺码，买的大一码"),
        (Category.STUDY, "想要一盏不伤眼睛的台灯", "130", "送到家里装好，灯泡多留一个"),
        (Category.COMPANY, "想有个大哥哥每周教一次数学", "", "约好每周六上午在社区党校辅导"),
        (Category.STUDY, "想要一个能装下画板的画画包", "80", "连同一盒彩笔一起送去"),
        (Category.OTHER, "想去一次区里的科技馆", "60", "周日带着去了一天，管了午饭"),
    ],
    None: [
        (Category.GOODS, "冬天炕上凉，想要一床厚褥子", "180", "买了八斤的棉褥子，帮着铺好"),
        (Category.REPAIR, "厨房的灯一闪一闪，想请人换个亮一点的", "45", "换了灯头和灯泡，顺便查了线"),
        (Category.GOODS, "想要一把带扶手的洗澡椅，洗澡时好抓稳", "160", "送到家里试坐，脚垫也换了"),
        (Category.COMPANY, "儿女在外地，盼腊八那天有人来一起熬粥", "", "四个人一起去，熬了一锅粥"),
        (Category.MEDICAL, "去区医院复查，希望有人陪着挂号、取药一次", "", "陪着去了半天，药也按天分好"),
        (Category.REPAIR, "大门合页松了，刮风就响，想修一修", "30", "换了两个合页，上了油"),
        (Category.GOODS, "想要一个大字的电子钟，挂在床对面", "70", "挂好了，闹钟也调好"),
        (Category.REPAIR, "水龙头滴水，夜里睡不好，想请人换一个", "55", "换了新龙头，试了三天不漏"),
        (Category.MEDICAL, "想要一个量血压的仪器，自己早晚量", "190", "送了一台，教会怎么用"),
        (Category.COMPANY, "想有人每月来读一次报", "", "约好每月第一个周日来"),
        (Category.GOODS, "轮胎坏了的买菜车想换一辆", "95", "换了新的，旧的帮着处理了"),
        (Category.OTHER, "想学会用手机跟孙子打视频电话", "", "上门教了两次，能自己打了"),
        (Category.REPAIR, "窗户缝透风，想请人糊一糊", "60", "贴了密封条，两扇都贴好"),
        (Category.GOODS, "想要一条电热毯，旧的不敢用了", "120", "送了带定时的，旧的收走了"),
        (Category.MEDICAL, "想配一副老花镜，看得清药盒上的字", "100", "带去验了光，配好送回来"),
        (Category.OTHER, "想照一张像样的相，留着", "40", "请照相馆上门照了，放大一张"),
        (Category.COMPANY, "过生日想有人陪着吃碗面", "35", "支部三个人去，带了蛋糕"),
        (Category.REPAIR, "院里的台阶缺了一角，怕绊倒，想补一补", "150", "用水泥补平，装了扶手"),
        (Category.GOODS, "想要一个轻一点的拐杖", "85", "送了四脚的，调好高低"),
        (Category.OTHER, "头发长了出不了门，想请人来理一次", "", "上门理了发，刮了脸"),
    ],
}
DECLINED = ["已由民政按月发放，不重复办。", "电话核实三次都说不需要了。"]
WITHDRAWN = ["本人说儿子已经买了，不用再公示。", "本人不愿再公示，撤下。"]
TO_PROJECT = ["整栋楼的水管都要换，转惠民项目。", "要装无障碍坡道，转老旧小区改造项目。"]
FEEDBACK = ["说好得很，天天用着。", "连说谢谢，要给支部送自己种的菜。", "说来得及时，人也和气。", "说比想的还好。"]
THANKS = ["谢谢你们，屋里暖和了。", "谢谢好心人，我记在心里。", "谢谢叔叔阿姨！", "谢谢社区，谢谢党员们。"]
LET_GO = ["打了三次电话都没人接。", "说最近要出远门，顾不上了。"]
# Who left a name and a phone on the wall; the numbers are of no network.
OUTSIDERS = [("周演善（演示）", "19900000301"), ("吴演爱（演示）", "19900000302")]
