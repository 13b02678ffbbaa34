"""What in a sentence for the wall would tell strangers who somebody is: numbers, names, addresses, or three traits together.

No database: the caller brings the names and addresses to look for. Source: domain.md, 'Wishes'; PIPL §25, §28.
"""

import re

from portal.masks import MASKED_NUMBER, mask_free_text

NUMBER = "里面有电话或证件号，请删去"
NAME = "里面有姓名“{found}”，请改成“老人”“同学”这样的称呼"
ADDRESS = "里面有住址“{found}”，请删去门牌、单元和房号"
TRAITS = "楼栋、残疾和年龄写在一起（{found}），邻居一看就知道是谁，请去掉其中一项"

COUNT = "[0-9０-９一二三四五六七八九十百零〇两]"
BUILDING = re.compile(rf"{COUNT}{{1,4}}(?:号楼|栋|幢|号院|排平房|排)")
DOOR = re.compile(
    rf"{COUNT}{{1,4}}(?:号楼|栋|幢|排)[^，。；、]{{0,6}}?{COUNT}{{1,4}}(?:单元|室|户|号|楼|层)"
    rf"|{COUNT}{{1,2}}单元{COUNT}{{1,4}}|[0-9０-９]{{3,4}}室|(?:路|街|巷|沟|湾|组){COUNT}{{1,4}}号"
)
DISABILITY = re.compile(
    "残疾|伤残|失明|盲人|双目|聋|哑|瘫|截肢|断腿|断臂|假肢|拐杖|轮椅|坐不起|卧床|脑瘫|自闭|智力|智障|痴呆|失智|精神病|精神障碍|"
    "癫痫|癌|肿瘤|透析|尿毒症|白血病|艾滋|中风|偏瘫|帕金森"
)
AGE = re.compile(
    rf"{COUNT}{{1,3}}(?:多|来)?岁|[五六七八九]旬|古稀|耄耋|花甲|百岁|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|(?:19|20)\d\d年生"
)
SHORTEST_NAME = 2


def screen(sentence, *, names=(), addresses=(), group=""):
    """Sentences on what must go before the words may be shown; none where nothing tells who it is.

    ``group`` stands beside the words where it says what they need not: that of the disabled is the trait itself.
    """
    text = "".join(sentence.split())
    found = [NUMBER] if mask_free_text(sentence) != sentence or MASKED_NUMBER.search(sentence) else []
    known = sorted({name for name in names if len(name) >= SHORTEST_NAME and name in text}, key=len)
    found += [NAME.format(found=name) for name in known[-1:]]
    door = DOOR.search(text)
    place = door[0] if door else next((one for one in addresses if one and "".join(one.split()) in text), "")
    found += [ADDRESS.format(found=place)] if place else []
    traits = [pattern.search(text) for pattern in (BUILDING, DISABILITY, AGE)]
    words = [one[0] if one else "" for one in traits]
    words[1] = words[1] or group
    if all(words):
        found.append(TRAITS.format(found="、".join(words)))
    return found
