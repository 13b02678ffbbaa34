"""Identity numbers of citizens: whether one can be right, and what it tells. Source: GB 11643-1999.

Every function takes text of any width and case. A number of fifteen digits is the old form of one of eighteen.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from grids.choices import Sex

WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]
CHECKS = "10X98765432"
# The first two digits: provinces, municipalities, autonomous regions, Taiwan, Hong Kong, Macao, foreign residents.
REGIONS = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
    91,
}
SHAPE = re.compile(r"[0-9]{17}[0-9X]")
OLD_SHAPE = re.compile(r"[0-9]{15}")
OLDEST = timedelta(days=366 * 130)

WRONG_LENGTH = "身份证号应是 18 位（老证 15 位），现在是 {count} 位，请核对"
WRONG_SHAPE = "身份证号只有数字，最后一位可以是 X，请核对"
WRONG_REGION = "身份证号前两位 {region} 不是省级地区代码，请核对"
WRONG_DATE = "身份证号里的出生日期 {digits} 不存在，请核对第 7 到 14 位"
WRONG_CHECK = "身份证号的末位对不上，多半抄错了一位，请逐位核对"
NOT_BORN = "身份证号里的出生日期还没有到，请核对"
TOO_OLD = "身份证号里的出生日期在 130 年以前，请核对"


@dataclass(frozen=True)
class Identity:
    """What a right number tells: itself in eighteen places, birth, sex."""

    number: str
    birth: date
    sex: str


def plain(text):
    """The number without blanks and dashes, half-width, X large."""
    return re.sub(r"[\s\-·.]", "", unicodedata.normalize("NFKC", str(text or ""))).upper()


def check_digit(first):
    """The eighteenth place that belongs to seventeen digits."""
    return CHECKS[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def widened(number):
    """A number of fifteen places in eighteen; any other as it is."""
    if not OLD_SHAPE.fullmatch(number):
        return number
    # Those who were a hundred already when these numbers ended bore 996 to 999, and are no more.
    first = f"{number[:6]}19{number[6:]}"
    return first + check_digit(first)


def read(text):
    """The Identity of a number; ValueError with a sentence that says what is wrong, without repeating the number."""
    number = plain(text)
    if len(number) not in (15, 18):
        raise ValueError(WRONG_LENGTH.format(count=len(number)))
    if not (SHAPE if len(number) == 18 else OLD_SHAPE).fullmatch(number):
        raise ValueError(WRONG_SHAPE)
    number = widened(number)
    if int(number[:2]) not in REGIONS:
        raise ValueError(WRONG_REGION.format(region=number[:2]))
    birth = _birth(number[6:14])
    if check_digit(number[:17]) != number[17]:
        raise ValueError(WRONG_CHECK)
    return Identity(number, birth, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def _birth(digits):
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise ValueError(WRONG_DATE.format(digits=digits)) from None
    today = localdate()
    if birth > today:
        raise ValueError(NOT_BORN)
    if birth < today - OLDEST:
        raise ValueError(TOO_OLD)
    return birth


def age_on(birth, day):
    """Whole years of life on a day; None for an unknown birth."""
    return None if birth is None else day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
