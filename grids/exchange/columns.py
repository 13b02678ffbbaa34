"""The columns of the whole register, household and person in one row, under the heads staff give them."""

import re
from dataclasses import replace

from grids import identity
from grids.choices import ManagedKind
from grids.doors import PARTS
from grids.exchange import words
from grids.models import Household, Person
from portal.exchange import values
from portal.exchange.fields import ImportColumn
from portal.exchange.values import CellError
from portal.masks import phone_digits
from portal.pages import columns as cells

DWELLING = (*PARTS, "tenure")
MANAGED = "“{word}”不记在标签里，请书记或条线工作人员在“管理对象”里登记"
YEAR_MONTH = re.compile(r"((?:19|20)\d\d)[-/.年]?(0?[1-9]|1[0-2])月?")
LETTERS = re.compile(r"[A-Za-z]")
QUOTES = "'`‘’"
NO_ANSWER = {word for word in words.NOTHING if word != "0"}
# The order in which the sheet is written and offered.
NAMES = (
    "grid", "address", "building", "entrance", "room", "tenure", "relation", "name", "sex", "id_number", "birth", "phone",
    "residence", "registered", "occupation", "care", "support", "tie",
)  # fmt: skip
OF_PERSON = [name for name in NAMES if name not in (*DWELLING, "grid")]
HEADS = {
    "grid": "所属网格 网格名称 网格号 网格编号 所在网格",
    "address": "小区 街巷 小区名称 小区街巷 街巷 地址 现住址 家庭住址 居住地址 住址 现居住地 详细地址",
    "building": "楼号 栋号 楼幢 幢号 楼 栋 楼栋号",
    "entrance": "单元号 门洞",
    "room": "房间号 室号 门牌 门牌号 房间 室 房屋号",
    "tenure": "房屋性质 住房情况 居住性质 房屋类型 居住类型 住房类型",
    "relation": "与户主的关系 户主关系 家庭关系 关系 和户主关系",
    "name": "居民姓名 人员姓名",
    "sex": "",
    "id_number": "身份证号码 公民身份号码 身份证 证件号码 证件号 公民身份证号 居民身份证号码 公民身份号",
    "birth": "出生年月日 出生年月 生日 出生时间",
    "phone": "联系电话 手机 手机号 手机号码 电话号码 联系方式 本人电话",
    "residence": "户口性质 户籍流动 人口性质 人员类型 人口类型 户籍性质 居民类型 人户类型",
    "registered": "户籍所在地 户口所在地 户籍地 户籍详细地址 户口地址",
    "occupation": "工作单位及职业 工作单位 职业情况 工作",
    "care": "标签 人员标签 特殊人群 重点人群 人群类别 关爱类别 关爱对象",
    "support": "帮扶 帮扶措施 帮扶责任人",
    "tie": "人员身份",
}
WIDTHS = {
    "address": 14, "building": 7, "entrance": 6, "room": 8, "tenure": 8, "relation": 11, "name": 9, "sex": 6, "residence": 8,
    "occupation": 12, "tie": 8,
}  # fmt: skip
SAID = {
    "relation": words.RELATIONS,
    "sex": words.SEXES,
    "residence": words.RESIDENCES,
    "tenure": words.TENURES,
    "care": words.TAGS,
    "tie": words.TIES,
}
HINTS = {
    "grid": "新增时填；同一户只填第一行也可以",
    "address": "平房必填，写到门牌；同一户只填第一行也可以",
    "building": "楼房必填；3、3号楼、3栋都可以",
    "relation": "居民必填；长子、妻等说法也认",
    "name": "新增必填",
    "residence": "居民必填",
    "sex": "有身份证号可不填",
    "birth": "有身份证号可不填",
    "tie": "不填就是居民",
    "care": "几个标签用顿号隔开",
}


def _answer(cell):
    """A cell that says there is nothing to say is empty; an apostrophe typed before a number is none of it."""
    if isinstance(cell, str):
        cell = cell.strip().strip(QUOTES).strip()
    return "" if cell in NO_ANSWER else cell


def _name(cell):
    """Two characters are often set apart to fill the column: 王　明 is 王明."""
    written = values.text(cell)
    return written if LETTERS.search(written) else "".join(written.split())


def _number(cell):
    return identity.plain(values.code(_answer(cell)))


def _phone(cell):
    return phone_digits(values.code(_answer(cell)))


class RoughBirth(CellError):
    """A birthday of which only year and month are told; enough where an ID number tells the rest."""

    def __init__(self, year, month):
        super().__init__("只有年月，请写到日，如 1960-01-31；填了身份证号就可以不填")
        self.year, self.month = year, month

    def fits(self, day):
        return day.year == self.year and self.month in (None, day.month)


def _birthday(cell):
    cell = _answer(cell)
    # As a number 1960.01 would be a day of 1905, and 1960.1 may have been October.
    if isinstance(cell, int | float) and 1900 <= cell < 2101:
        raise RoughBirth(int(cell), None)
    if isinstance(cell, str) and (found := YEAR_MONTH.fullmatch(cell.strip())):
        raise RoughBirth(int(found[1]), int(found[2]))
    return cell


def _tags(cell):
    written = values.text(cell)
    if found := next((word for word in ManagedKind.labels if str(word) in written), None):
        raise CellError(MANAGED.format(word=found))
    return written


def _written(part):
    return lambda cell: PARTS[part](values.text(_answer(cell)))


TIDY = {part: _written(part) for part in PARTS} | {
    "name": _name, "id_number": _number, "phone": _phone, "birth": _birthday, "care": _tags,
}  # fmt: skip


def import_columns():
    """What an upload may bring."""
    return [
        ImportColumn(
            (Household if name in DWELLING else Person)._meta.get_field(name),
            heads=tuple(HEADS[name].split()),
            said=SAID.get(name),
            tidy=TIDY.get(name),
            required=name == "name",
            hint=HINTS.get(name, ""),
        )
        for name in NAMES
    ]


def export_columns():
    """The same columns out again, masked, under the same heads."""
    return ["code", *(_out(name) for name in NAMES), "state"]


def _out(name):
    column = cells.column(Person, f"household__{name}" if name in DWELLING else name)
    label = str((Household if name in DWELLING else Person)._meta.get_field(name).verbose_name)
    return replace(column, label=label, width=WIDTHS.get(name, column.width))
