"""The departments of the demonstration and what each is asked and answers; all of it generic and made up."""

from grids.choices import Outcome

# key: (name, what it answers for, person to ask). No operator has been given numbers that begin with 154.
DEPARTMENTS = {
    "housing": ("区住建局（演示）", "房屋安全、道路、护栏、井盖、台阶等市政设施", "安演建"),
    "order": ("区城管执法局（演示）", "占道经营、渣土遗撒、环卫清运、违规张贴", "柳演城"),
    "water": ("供水公司（演示）", "供水压力、停水、漏水抢修", "江演水"),
    "power": ("供电所（演示）", "路灯、线路、用电安全", "雷演电"),
    "justice": ("街道司法所（演示）", "人民调解指导、法律咨询", "方演法"),
    "police": ("派出所（演示）", "治安、流动人口、消防通道停车", "武演安"),
    "market": ("市场监管所（演示）", "收费公示、消防器材和燃气具质量", "石演市"),
    "civil": ("区民政局（演示）", "低保、救助、养老服务", "温演民"),
}
# Which department answers for a matter the community cannot settle, by the matter's title.
ANSWERS_FOR = {
    "外墙皮松动脱落": "housing", "路面坑洼": "housing", "台阶破损": "housing", "护栏缺失": "housing", "井盖松动": "housing",
    "下水道反味返水": "housing", "公交站牌倾斜": "housing", "旱厕清掏不及时": "order", "渣土遗撒路面": "order",
    "建筑垃圾随意堆放": "order", "沿街占道经营": "order", "无主车辆长期停放": "police", "自来水压力不足": "water",
    "停水未提前告知": "water", "路灯不亮": "power", "飞线充电": "power", "楼上漏水起争执": "justice",
    "租户与房东押金争议": "justice", "宠物伤人纠纷": "justice", "电动车被盗线索": "police", "陌生人员上门推销": "police",
    "消防通道停车": "police", "独居老人家暖气不热": "civil",
}  # fmt: skip
REQUESTS = {
    "housing": "请派人到{place}查看，排除隐患，需要施工的请告知开工和完工日期。",
    "order": "请到{place}现场处理，并告知今后多久巡查一次。",
    "water": "请到{place}检查管网，恢复正常供水，并告知原因。",
    "power": "请到{place}检查线路和设备，修复后告知社区，便于夜间复看。",
    "justice": "请派人指导调解，必要时到社区共同接待双方。",
    "police": "请到{place}核实处理，并把结果告知社区，便于答复居民。",
    "market": "请核查{place}的情况，依职责处理并书面答复。",
    "civil": "请核实这户情况，研究可以给的帮助，并告知需要补的材料。",
}
REPLIES = {
    Outcome.DONE: {
        "housing": ["已派施工队完工，隐患排除。", "已修复，现场清理干净，保修半年。"],
        "order": ["已清理到位，列入每周巡查。", "已处理并约谈当事人，安排早晚各巡一次。"],
        "water": ["已更换老化阀门，水压恢复正常。", "已抢修完毕，原因是支管锈蚀。"],
        "power": ["已更换线路和灯头，通电正常。", "已整改，现场测试合格。"],
        "justice": ["已到场指导，双方达成协议。", "已组织双方面谈，协议已签。"],
        "police": ["已核实处理，列入巡逻点。", "已联系当事人处理完毕。"],
        "market": ["已核查，经营者已整改。"],
        "civil": ["已上门核实并落实帮助。", "已协调解决，当日恢复。"],
    },
    Outcome.PARTLY: ["已做临时防护，彻底修复要等下批计划。", "已处理一半，余下部分需要社区配合通知住户。"],
    Outcome.REFUSED: ["经查不属于本单位管养范围，建议由产权单位处理。", "不符合办理条件，请社区向居民说明。"],
}
CHASED = ["打电话催办，对方答应尽快派人。", "到窗口当面催办，经办人已登记。", "发函催办，请两日内回复。"]
RECALLED = ["部门一时排不上，社区自己找施工队先修。", "居民等不及，社区与双方商量后自办。"]


def reply_to(dice, department, outcome):
    """What a department (its key) answers."""
    texts = REPLIES[outcome]
    return dice.choice(texts[department] if isinstance(texts, dict) else texts)
