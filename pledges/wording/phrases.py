"""Stock phrases: what a pledge is filled with when nothing has been promised.

The staff keep their own list; this is the one it starts from. In a phrase "…" stands for up to eight characters of the same
clause, so that 发挥…作用 is also found in 发挥党员先锋模范作用. A phrase alone says nothing against a sentence: only one that has
nothing else to show is hollow.
"""

import re
from functools import lru_cache

GAP = "…"
# A gap ends with its clause, and is bounded: the expression stays linear.
WITHIN = r"[^，。；：！？,;:!?]{0,8}?"
# The list of a community, and the one before it was edited.
KEPT = 8

# The ten of the rules.
RULES = (
    "全心全意为人民服务 发挥先锋模范作用 以身作则 牢记使命 无私奉献 严格要求自己 积极参加 争做表率 服务大局 不断提高"
)
PARTY = (
    "全心全意 为人民服务 为群众服务 发挥…作用 先锋模范 模范带头 带头作用 带头人 带头遵 带头弘扬 带头移风易俗 带头践行"
    " 不忘初心 初心 使命 宗旨 入党誓言 理想信念 坚定…信念 党性 合格…党员 优秀…党员 好党员 共产党员…形象 党员…形象"
    " 听从…召唤 听党话 跟党走 拥护…领导 执行…决定 党的领导 党的事业 党的…政策 党的理论 党的召唤 党的温暖 党组织的考验"
    " 给党争光 为党…争光 为党旗…添彩 给组织…光 给组织丢脸 党组织放心 组织的重托 党和人民 退休不褪色 退休不退志"
    " 退伍不褪色 离岗不离党 永葆…本色 永远跟 四个意识 两个维护 四个自信 三个代表 两个确立 学习…思想 学习…精神"
    " 贯彻…精神 落实…精神 弘扬…精神 发扬…精神 发扬…作风 优良作风 优良传统 政治站位 政治觉悟 思想觉悟 政治素质"
    " 政治学习 理论学习 学深悟透 入脑入心 核心价值观 对党忠诚 表率 榜样 楷模 模范 先锋队 当先锋 做先锋 勇当先锋"
    " 时代先锋 排头兵 走在前 冲锋在前 冲在前 吃苦在前 享受在后 战斗堡垒 鲜红的旗帜 不负…重托 不负…期望 不负韶华"
    " 不负时代 争当… 争做… 勇当… 永远做…人 做一名…人 做一个…人 学习雷锋 雷锋精神 党员时刻"
)
EFFORT = (
    "奉献 贡献…力量 贡献自己 作贡献 作出…贡献 做出…贡献 做贡献 不平凡的业绩 添砖加瓦 增砖添瓦 增光添彩 发挥余热"
    " 发光发热 一份光一份热 发一份光 尽心尽力 尽心竭力 尽职尽责 尽心尽职 尽心履职 忠于职守 恪尽职守 履职尽责 认真履职"
    " 认真履行 认真负责 爱岗敬业 坚守岗位 平凡的岗位 平凡岗位 岗位建功 立足…岗位 立足本职 本职工作 兢兢业业 勤勤恳恳"
    " 任劳任怨 脚踏实地 踏实肯干 求真务实 务实 实干 真抓实干 埋头苦干 苦干实干 多干实事 多做实事 担当 勇挑重担"
    " 迎难而上 攻坚克难 不怕困难 不怕吃苦 开拓创新 开拓进取 锐意进取 积极进取 积极上进 积极向上 奋发有为 奋发图强"
    " 奋勇争先 奋力拼搏 砥砺前行 再接再厉 勇往直前 只争朝夕 久久为功 创先争优 努力工作 努力学习 扎实工作 认真工作"
    " 认真学习 加强学习 刻苦学习 勤奋学习 做好工作 把工作做好 做好本职 做好各项 干好工作 投入工作 投身…工作 工作热情"
    " 饱满的热情 满腔热情 满怀热情 精益求精 提升…水平 提高…水平 再上…台阶 新台阶 业务能力 业务水平 服务意识 责任意识"
    " 大局意识 强化责任 压实责任 夯实基础 落地见效 落到实处 扎实推进 终身践行 知行合一 言行一致 说到做到 更高标准"
    " 高标准…要求 严于律己 严以律己 提高自己 提升自己 完善自己 自我完善 自身素质 综合素质 自身建设 自身修养 提高…素质"
    " 提升…素质 进步一点点 身体力行 从我做起 从小事做起 从点滴做起 率先垂范 老黄牛 孺子牛 螺丝钉 各项活动 各项工作"
    " 各项任务 用在…身上 下在落实上 事业…奋斗 奋斗终身 奋斗终生 多干活少说话 少发牢骚"
)
VIRTUE = (
    "廉洁 清正 廉洁奉公 廉洁自律 克己奉公 秉公 公平正义 公道正派 诚实守信 诚信 遵纪守法 遵守纪律 遵守社会公德"
    " 依法办事 热心公益 热心助人 乐于助人 助人为乐 与人为善 关心他人 关心同志 帮助他人 帮助别人 团结同志 团结同事"
    " 团结邻里 团结互助 好人好事 回报社会 回馈社会 服务社会 救死扶伤 医者仁心 守护…健康 守护…平安 教书育人 为人师表"
    " 立德树人 尊老爱幼 尊老敬老 敬老爱老 孝老爱亲 孝敬父母 邻里和睦 邻里团结 和睦相处 守望相助 传统美德 美德"
    " 勤俭持家 艰苦奋斗 移风易俗 正能量 文明新风 时代新风 文明礼貌 文明和谐 有理想 有道德 讲政治 讲奉献 讲诚信 讲文明"
)
PEOPLE = (
    "群众…放在 人民…放在 百姓…放在 群众利益 人民利益 群众满意 群众…满意度 人民满意 让…满意 满意的答卷 贴心人 知心人"
    " 暖心人 勤务员 服务员 主心骨 排忧解难 办实事 做实事 实事好事 多做好事 办好事 做好事 解难事 解难题 急难愁盼"
    " 把小事做 把好事做 心系… 情系… 心中有… 心里装着 一心为民 服务群众 服务人民 服务居民 服务百姓 服务好群众"
    " 群众…所急 群众…所想 急群众 想群众 密切联系群众 联系群众 群众…冷暖 倾听…心声 民心 民意 哪里需要 哪里有需要"
    " 需要就到哪里 需要我的地方 力所能及 关心…群众 困难群众 群众身边 零距离 最后一公里 幸福感 获得感 美好生活"
    " 共建…家园 美好家园 美丽家园 和谐社区 文明社区 幸福社区 美丽社区 和谐社会 和谐家园 高质量发展 社区…发展 社区建设"
    " 建设…力量 乡村振兴 中国梦 民族复兴 伟大复兴 新时代 新征程 新篇章 真情温暖 真情服务 真心实意 温暖…每一 送温暖"
    " 的温暖和 时刻准备"
)
# Words of slogans: they are the stock of a sentence that names nobody, nothing done and no number, when no phrase is in it.
LOFTY = re.compile(
    "党|祖国|国家|社会|集体(?!活动)|时代|使命|精神|理想|信念|信仰|理念|责任|素质|作风|形象|民心|民声|民忧|民意|为民|人民|群众|百姓|幸福|和谐|(?<!不)文明|美丽|美好"
    "|希望|真诚|真情|真心|热情|热忱|微笑|成长|发展|进步|自我|提升|提高|增强|树立|弘扬|践行|坚守|坚定|坚决|始终|永远|努力|敬畏|做人|做事|良心|大局"
    "|小家|得失|本色|本分|价值|人生|一辈子|行动|品质|道德|爱国|忠诚|光荣|荣誉|时刻|差距|服务|亲人|着想|奋斗|信任|加油干|撸起袖子|年轻人|模样|样子"
)
STOCK = (*RULES.split(), *PARTY.split(), *EFFORT.split(), *VIRTUE.split(), *PEOPLE.split())


@lru_cache(maxsize=KEPT)
def pattern(phrases):
    """One expression that finds any of a tuple of phrases, the longest first; None where the list says nothing."""
    said = {"".join(phrase.split()) for phrase in phrases}
    parts = sorted((phrase for phrase in said if phrase.strip(GAP)), key=lambda phrase: (-len(phrase), phrase))
    return re.compile("|".join(map(one, parts))) if parts else None


def one(phrase):
    """The expression of one phrase: its words, with a bounded gap where it leaves one open."""
    return WITHIN.join(re.escape(word) for word in phrase.split(GAP) if word)
