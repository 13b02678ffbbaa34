"""What makes a person's entry right: asked by the form of the page and, row by row, by the import of the whole register."""

import re
import unicodedata

from grids import identity
from grids.choices import Tie
from portal.masks import phone_digits

# Control and format signs, symbols of mathematics and currency, pictures: none of them stands in a name.
NO_NAME = {"Cc", "Cf", "Co", "Cn", "Sm", "Sc", "Sk", "So"}
ODD_NAME = "姓名里有不能用的符号，请只写文字，少数民族姓名用间隔号 ·"
PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}")
NO_DOOR = "请选住户；还没有登记的，先在“住户”里登记住址"
NO_RESIDENCE = "请选户籍还是流动"
NO_RELATION = "请选与户主关系"
WRONG_PHONE = "电话应是 11 位手机号，或带区号的座机，请核对"
OTHER_BIRTH = "与身份证号里的出生日期不一致，请核对"
OTHER_SEX = "与身份证号不一致，请核对"
UNBORN = "出生日期还没有到，请核对"
NOT_YET = "这一天还没有到，请核对；到了那天再办"
BEFORE_BIRTH = "这一天早于出生日期，请核对"


def completed(values, today, here=True):
    """(values with what follows from them, {field: sentence}) of a person about to be written.

    ``values`` may hold id_number, birth, sex, phone, tie, household, residence, relation; an id_number gives birth and sex.
    ``here`` False: somebody who left or died holds no dwelling and is asked for none.
    """
    values, wrong = dict(values), {}
    if any(unicodedata.category(sign) in NO_NAME for sign in values.get("name") or ""):
        wrong["name"] = ODD_NAME
    if values.get("id_number"):
        try:
            told = identity.read(values["id_number"])
        except ValueError as error:
            wrong["id_number"] = str(error)
        else:
            values["id_number"] = told.number
            _agree(values, wrong, "birth", told.birth, OTHER_BIRTH)
            _agree(values, wrong, "sex", told.sex, OTHER_SEX)
    if values.get("birth") and values["birth"] > today:
        wrong.setdefault("birth", UNBORN)
    if values.get("phone"):
        values["phone"] = phone_digits(values["phone"])
        if not PHONE.fullmatch(values["phone"]):
            wrong["phone"] = WRONG_PHONE
    if not here:
        values |= {"household": None, "relation": ""}
    elif values.get("tie") == Tie.RESIDENT:
        wrong |= _missing(values)
    else:
        values |= {"household": None, "relation": "", "residence": ""}
    return values, wrong


def wrong_day(on, birth, today):
    """What is wrong with the day somebody came or went, as a sentence; None for a day that can be."""
    if on and on > today:
        return NOT_YET
    return BEFORE_BIRTH if on and birth and on < birth else None


def _agree(values, wrong, name, told, sentence):
    if values.get(name) and values[name] != told:
        wrong[name] = sentence
    values[name] = told


def _missing(values):
    """What a resident's entry lacks."""
    asked = (("household", NO_DOOR), ("residence", NO_RESIDENCE), ("relation", NO_RELATION))
    return {name: sentence for name, sentence in asked if not values.get(name)}
