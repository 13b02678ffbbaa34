"""Identity numbers: every right one is read, no slip of the pen passes, and none shows through its mask."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grids import identity
from grids.choices import Sex
from portal.masks import MASKS, is_masked, mask

TODAY = date(2026, 11, 26)
REGIONS = st.sampled_from(sorted(identity.REGIONS))
BIRTHS = st.dates(TODAY - timedelta(days=365 * 129), TODAY - timedelta(days=1))


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TODAY)


@st.composite
def numbers(draw, births=BIRTHS):
    """A number that is right in every place."""
    region, birth = draw(REGIONS), draw(births)
    first = f"{region}{draw(st.integers(0, 9999)):04d}{birth:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + identity.check_digit(first)


@given(numbers())
def test_every_right_number_is_read(number):
    told = identity.read(number)
    assert told.number == number
    assert f"{told.birth:%Y%m%d}" == number[6:14]
    assert told.sex == (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


@given(numbers(), st.sampled_from([" {} ", "{}\n", "'{}", "　{}"]))
def test_width_case_and_blanks_do_not_matter(number, written):
    wide = number.translate(str.maketrans("0123456789X", "０１２３４５６７８９ｘ"))
    assert identity.read(f"{wide[:6]} {wide[6:14]}-{wide[14:]}").number == number
    if "'" not in written:
        assert identity.read(written.format(number.lower())).number == number


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_wrong_place_is_refused(number, at, other):
    assume(other != number[at])
    with pytest.raises(ValueError) as refusal:
        identity.read(number[:at] + other + number[at + 1 :])
    assert number[6:14] not in str(refusal.value) or "出生日期" in str(refusal.value)


@given(numbers(), st.integers(0, 16))
def test_any_two_neighbours_changed_about_are_refused(number, at):
    assume(number[at] != number[at + 1])
    with pytest.raises(ValueError):
        identity.read(number[:at] + number[at + 1] + number[at] + number[at + 2 :])


@given(
    numbers(
        births=st.dates(date(1900, 1, 1), date(1999, 12, 31)).filter(
            lambda day: day > TODAY - timedelta(days=365 * 129)
        )
    )
)
def test_a_number_of_fifteen_places_becomes_one_of_eighteen(number):
    assert identity.read(number[:6] + number[8:17]).number == number


@given(st.text(max_size=30))
def test_what_is_no_number_is_refused_without_being_repeated(text):
    with pytest.raises(ValueError) as refusal:
        identity.read(text)
    written = identity.plain(text)
    assert len(written) < 6 or written not in str(refusal.value)


@pytest.mark.parametrize(
    ("number", "words"),
    [("", "现在是 0 位"), ("6190001960010100", "现在是 16 位"),
     ("61900019600101001Y", "只有数字"), ("X19000196001010010", "只有数字"),
     ("990000196001010010", "99 不是省级"), ("619000196002300010", "19600230 不存在"), ("619000206001010010", "还没有到"),
     ("619000189001010010", "130 年以前"), ("６１９０００", "现在是 6 位"), ("٦١٩٠٠٠١٩٦٠٠١٠١٠٠١٠", "只有数字")],
)  # fmt: skip
def test_what_is_wrong_is_told(number, words):
    with pytest.raises(ValueError, match=words):
        identity.read(number)


@given(numbers())
def test_no_mask_shows_the_middle_of_a_number(number):
    shown = mask(number, "id_number")
    assert shown == f"{number[:4]}**********{number[-4:]}"
    assert is_masked(shown, "id_number")
    for text in (
        number,
        f"证号{number}，",
        f"{number[:6]} {number[6:14]} {number[14:]}",
        number.lower(),
        f"a{number}。{number}",
    ):
        assert number[6:14] not in "".join(mask(text, "text").split())
    for kind in MASKS:
        if kind not in ("name", "address"):
            assert number[6:14] not in mask(number, kind)


@given(st.dates(date(1900, 1, 1), TODAY), st.dates(date(1900, 1, 1), TODAY))
def test_an_age_grows_on_the_birthday(birth, day):
    assume(birth <= day)
    years = identity.age_on(birth, day)
    assert 0 <= years <= 127
    assert identity.age_on(birth, day) <= identity.age_on(birth, day + timedelta(days=1)) <= years + 1
    assert identity.age_on(None, day) is None
