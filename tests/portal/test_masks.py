import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.masks import (
    is_masked,
    mask,
    mask_address,
    mask_free_text,
    mask_id_number,
    mask_name,
    mask_phone,
    phone_digits,
    restored,
)

FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
id_numbers = st.from_regex(
    r"[1-9][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}[0-9X]", fullmatch=True
)
prose = st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"], exclude_characters="Xxｘ*＊"), max_size=12)


@st.composite
def written_somehow(draw, numbers):
    """A number as people write it: full-width, spaced, dashed, in the middle of a sentence."""
    number = draw(numbers)
    gaps = draw(
        st.lists(st.sampled_from(["", "", " ", "-", "　", " - ", "－"]), min_size=len(number), max_size=len(number))
    )
    text = "".join(c + gap for c, gap in zip(number, gaps, strict=True))
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    return number, draw(prose) + "：" + text + "。" + draw(prose)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王某"),
        ("王", "王某"),
        ("欧阳修", "欧阳某"),
        ("欧阳", "欧某"),
        ("王小明、李四，欧阳修", "王某、李某，欧阳某"),
        ("王小明 李四; 赵六", "王某 李某; 赵某"),
        ("王某", "王某"),
        ("", ""),
        (None, ""),
    ],
)
def test_names(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("１３８ 1234-5678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("0912-7654321", "091****4321"),
        ("7654321", "****4321"),
        ("12345", "****"),
        ("不详", "****"),
        ("", ""),
    ],
)
def test_phones(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("612725198001011234", "6127**********1234"),
        ("61272519800101123x", "6127**********123X"),
        ("612725800101123", "6127*******1123"),
        ("E12345678", "E1*****78"),
        ("123", "********"),
        ("", ""),
    ],
)
def test_id_numbers(number, shown):
    assert mask_id_number(number) == shown


def test_addresses():
    assert mask_address("陕西省榆林市横山区某路 12 号") == "陕西省榆林市****"
    assert mask_address("某路") == "某****"
    assert mask_address("") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请打13812345678。", "请打138****5678。"),
        ("１３８－１２３４－５６７８", "138****5678"),
        ("2026-11-22 13812345678 来电", "2026-11-22 138****5678 来电"),
        ("13812345678 13987654321", "138****5678 139****4321"),
        ("1381234567813987654321", "138****5678139****4321"),
        ("证号 612725 19800101 123x，手机138 1234 5678", "证号 6127**********123X，手机138****5678"),
        ("座机0912-7654321", "座机091****4321"),
        ("事项 SX20261122-0001，2026 年 11 月 22 日", "事项 SX20261122-0001，2026 年 11 月 22 日"),
        ("金额 1234567.89 元", "金额 1234567.89 元"),
        (None, ""),
    ],
)
def test_free_text(text, shown):
    assert mask_free_text(text) == shown


@given(written_somehow(mobiles))
def test_no_mobile_survives(written):
    number, text = written
    assert number not in "".join(str(int(c)) for c in mask_free_text(text) if c.isdecimal())
    assert f"{number[:3]}****{number[-4:]}" in mask_free_text(text)


@given(written_somehow(id_numbers))
def test_no_id_number_survives(written):
    number, text = written
    assert f"{number[:4]}**********{number[-4:]}" in mask_free_text(text)


@given(st.text(max_size=60), st.sampled_from(["name", "phone", "id_number", "address", "text"]))
def test_any_text_has_a_mask(text, kind):
    assert isinstance(mask(text, kind), str)


@given(st.text(alphabet="0123456789- X", max_size=40))
def test_masking_runs_of_digits_never_shows_more(text):
    assert sum(c.isdigit() for c in mask_free_text(text)) <= sum(c.isdigit() for c in text)


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "1 " * 100_000, "1-- " * 50_000, "x" * 200_000, "13812345678" * 20_000]
)
def test_masking_takes_time_in_proportion_to_the_text(text):
    start = time.process_time()
    mask_free_text(text)
    assert time.process_time() - start < 3


def test_what_is_masked_is_known_again():
    assert is_masked("138****5678")
    assert is_masked("6127＊＊＊＊＊＊＊＊＊＊1234")
    assert is_masked("王某、欧阳某", "name")
    assert not is_masked("王某")
    assert not is_masked("某小区张某反映", "name")
    assert not is_masked("")


@given(st.one_of(mobiles, id_numbers), st.one_of(mobiles, id_numbers), prose, prose)
def test_two_numbers_glued_to_each_other_or_to_words(one, other, before, after):
    for text in (f"{before}{one}{after}", f"{before}{one} {other}{after}", f"{before}{one}、{other}{after}"):
        shown = mask_free_text(text)
        assert one not in shown
        assert other not in shown or other not in text


@given(mobiles, st.text(alphabet="0123456789", max_size=4))
def test_a_mobile_glued_to_other_digits_is_not_left_whole(phone, more):
    for text in (f"{phone}{more}", f"{more}{phone}"):
        assert phone not in mask_free_text(text)


@given(written_somehow(mobiles))
def test_a_phone_is_compared_by_its_digits(case):
    number, _ = case
    for written in (
        number,
        f"+86 {number}",
        f"86-{number}",
        f"{number[:3]} {number[3:7]}-{number[7:]}",
        number.translate(FULL_WIDTH),
    ):
        assert phone_digits(written) == number


@given(st.text(max_size=30))
def test_phone_digits_keeps_what_is_no_phone_and_settles(text):
    once = phone_digits(text)
    assert phone_digits(once) == once


@given(st.lists(st.one_of(mobiles, id_numbers), max_size=3), st.lists(prose, min_size=4, max_size=4))
def test_a_text_sent_back_as_it_was_shown_is_what_it_was(numbers, words):
    full = words[0] + "".join(f"：{number}。{word}" for number, word in zip(numbers, words[1:], strict=False))
    assert restored(mask_free_text(full), full) == full
    changed = restored(f"补充：{mask_free_text(full)}", full)
    assert changed == f"补充：{full}"


def test_numbers_that_look_alike_are_not_mixed_up():
    full = "先打 13911112222，再打 13933332222"
    assert restored(mask_free_text(full), full) == full
    assert restored("都不打", full) == "都不打"
    with pytest.raises(ValueError, match="139"):
        restored("先打 139****2222", full)
    assert restored("先打 139****2222", "先打 13911112222 或 13844445555") == "先打 13911112222"
    assert restored("另有 139****9999", full) == "另有 139****9999"
