"""What staff write for the choices of the register; a word that maps to None says nothing."""

from grids.choices import Relation, Residence, ServiceTag, Sex, Tenure, Tie


def _other(words):
    """{word: value} of {value: words, a blank between two}."""
    return {word: value for value, many in words.items() for word in many.split()}


NOTHING = _other({None: r"无 没有 暂无 否 不详 未知 / \ - — —— -- 0"})
RELATIONS = _other(
    {
        Relation.HEAD: "本人 户主本人 主 房主 业主",
        Relation.SPOUSE: "妻 妻子 夫 丈夫 爱人 老婆 老公 夫妻 夫人",
        Relation.SON: "儿子 儿 长子 大儿子 次子 二子 二儿子 三子 三儿子 四子 五子 独子 独生子 养子 继子 之子",
        Relation.DAUGHTER: "女儿 长女 大女儿 次女 二女 二女儿 三女 三女儿 四女 五女 独女 独生女 养女 继女 之女",
        Relation.SON_IN_LAW: "婿 长女婿 次女婿 姑爷",
        Relation.DAUGHTER_IN_LAW: "儿媳妇 媳妇 媳 长媳 次媳",
        Relation.FATHER: "父 爸 爸爸 养父 继父",
        Relation.MOTHER: "母 妈 妈妈 养母 继母",
        Relation.SIBLING: "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 哥 兄弟 姐妹 姊妹 兄妹 姐弟 之兄 之弟 之姐 之妹",
        Relation.GRANDPARENT: "祖父 祖母 爷爷 奶奶 爷 奶 外祖父 外祖母 外公 外婆 姥爷 姥姥 祖父母 外祖父母",
        Relation.GRANDCHILD: "孙 孙子 孙女 长孙 次孙 长孙女 外孙 外孙子 外孙女 孙子女 外孙子女 重孙 重孙女",
        Relation.TENANT: "合租 室友 租客 租户 租住人 承租人 同租人",
        Relation.OTHER: "其它 其他亲属 其他亲戚 亲戚 亲属 非亲属 岳父 岳母 公公 婆婆 侄子 侄女 侄儿 外甥 外甥女 姑姑 叔叔 舅舅 "
        "姨 嫂子 弟媳 姐夫 妹夫 保姆 同事 朋友 雇员 员工",
    }
)
SEXES = _other({Sex.MALE: "男性 1 m", Sex.FEMALE: "女性 2 f", None: r"不详 未知 / \ - — ——"})
RESIDENCES = _other(
    {
        Residence.SETTLED: "户籍人口 常住 常住人口 常住户籍 本地 本地人 本地户籍 在籍 本社区 本辖区",
        Residence.FLOATING: "流动人口 流入 外来 外来人口 外地 外地人 暂住 暂住人口 租住",
    }
)
TENURES = NOTHING | _other(
    {
        Tenure.OWNED: "自有 自有住房 自有房 自购 自建 自建房 产权房 自住房 房主自住",
        Tenure.RENTED: "租 租住 租房 租赁房 出租 出租房 承租 租用 公租房",
        Tenure.SHARED: "合租 群租房 合租房 集体宿舍",
    }
)
TIES = NOTHING | _other({Tie.RESIDENT: "常住居民 住户 群众", Tie.ASSOCIATE: "外来关联人"})
TAGS = NOTHING | _other(
    {
        ServiceTag.DISABLED: "残疾 残障 残障人 残疾人员",
        ServiceTag.ALONE: "孤寡 孤老 孤寡老年人",
        ServiceTag.EMPTY_NEST: "空巢 空巢老年人",
        ServiceTag.LIVES_ALONE: "独居老人 独居老年人 独居人员",
        ServiceTag.AGED: "高龄老人 高龄老年人 80岁以上 80岁以上老人",
        ServiceTag.JOBLESS: "下岗 失业 下岗职工 下岗失业人员 失业人员",
        ServiceTag.ALLOWANCE: "低保户 低保对象 低保家庭 低保人员",
        ServiceTag.BEREFT: "失独家庭 失独老人",
        ServiceTag.ONE_PARENT: "单亲家庭",
        ServiceTag.LEFT_BEHIND: "留守 留守孩子",
        ServiceTag.VETERAN: "退伍军人 复员军人 转业军人 老兵 退役士兵",
        ServiceTag.POOR_STUDENT: "困难学生 贫困生 困难生",
    }
)
