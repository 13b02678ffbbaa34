"""Names, identity numbers and phones of demonstration people: in shape like anybody's, and nobody's.

A name has 演 in its middle; the county of an identity number, 619000, does not exist; no operator gives out 154000xxxxx.
"""

from collections import Counter as Tally

from grids.choices import Sex
from grids.identity import check_digit
from reports.demo.making import SUFFIX

SURNAMES = {
    "王李张刘": 9, "高马赵杨白陈曹郝": 5, "贺艾任霍韩薛康冯雷常申乔杜孟田万秦段谢": 3,
    "周吴徐孙朱胡郭何罗梁宋郑唐许邓傅曾彭吕苏卢蒋蔡贾丁魏叶阎余潘戴夏钟汪姜范方石姚谭廖邹熊金陆孔崔邱侯邵钱龙史陶黎顾武": 1,
}  # fmt: skip
COUNTY = "619000"
# The issues and departments of the demonstration have those below.
FIRST_PHONE, LAST_PHONE = 15400010000, 15400099999
MEN = (
    "伟强军平勇杰涛明超辉刚健斌波宁林东鹏飞亮磊庆荣国华文建志海峰山川安康福贵祥瑞昌旺茂盛顺达利民忠厚孝仁义礼信德正直清廉俊凯博睿"
    "轩浩宇航晨阳旭泽润泉江河湖松柏桦柱梁栋材栓锁狗牛虎龙驹骏岗岩岭坡坤乾元亨恒毅坚铁钢锋锐钧鑫炜炎焕灿煜"
)
WOMEN = (
    "芳娜敏静丽艳娟霞秀英玲燕萍红梅兰菊莲桂花香云彩凤珍珠玉琴琳瑶瑛璐洁莹雪冰雯霏雨露婷婵娥娇媛妍姣姝婉宁惠慧贤淑仪巧灵俏"
    "翠萃芬芸芹芝苗蓉蓓蕾薇蔓欣怡悦乐欢笑晶晴晓春夏秋冬月星辰彤丹青素绢纨绣锦"
)


class Names:
    """Gives each person a name, a number and a phone that nobody else of the demonstration has."""

    def __init__(self, dice):
        self.dice, self.born, self.taken = dice, Tally(), set()
        self.surnames = [char for chars in SURNAMES for char in chars]
        self.weights = [weight for chars, weight in SURNAMES.items() for _ in chars]
        self.phones = set()

    def surname(self):
        """A surname, those of the region oftener."""
        return self.dice.choices(self.surnames, self.weights)[0]

    def name(self, surname, sex, birth):
        """A name that nobody born on the same day bears: such two would be taken for one."""
        while True:
            name = f"{surname}演{self.dice.choice(MEN if sex == Sex.MALE else WOMEN)}{SUFFIX}"
            if (name, birth) not in self.taken:
                self.taken.add((name, birth))
                return name

    def number(self, sex, birth):
        """An identity number that is right but for its county."""
        order = 2 * self.born[birth, sex] + (sex == Sex.MALE)
        self.born[birth, sex] += 1
        first = f"{COUNTY}{birth:%Y%m%d}{order:03d}"
        return first + check_digit(first)

    def phone(self):
        """A number of a mobile nobody has."""
        while (found := str(self.dice.randint(FIRST_PHONE, LAST_PHONE))) in self.phones:
            pass
        self.phones.add(found)
        return found
