"""The wording check as a page shows it: the sentence with its marks, what it says and lacks, its likest pledges beside it."""

from html import escape
from itertools import groupby

from pledges.choices import Finding, Frequency
from pledges.models import Pledge
from pledges.models.pledge import PUBLISHED
from pledges.pages import looks
from pledges.queries.wording import examine
from pledges.wording import common, frequencies, last_month
from portal.masks import mask_free_text
from portal.reach import reach_q

# What stands over what where marks meet.
RANK = ("stock", "same", "good")
ASKED = (("whom", "对谁", "没有点到具体的人、户或地方"), ("what", "做什么", "没有写具体做什么"), ("often", "多久一次", "没有写"),
         ("by", "到何时", "没有写"))  # fmt: skip
ADVICE = {
    Finding.TWIN: "与别人的承诺雷同，请结合自己的情况另写",
    Finding.HOLLOW: "套话请去掉，写一件做得到的事",
    Finding.WHOM: "写清帮谁、哪一户",
    Finding.WHAT: "写清做什么",
    Finding.OFTEN: "写清多久一次",
    Finding.BY: "写清做到什么时候",
    Finding.SHORT: "写具体一些",
    Finding.LONG: "压缩成一句话",
}


def told(sentence, community_id, year, user, exclude=None, rule=None):
    """The check of a sentence for a reader: {marked, length, checks, findings, near, advice}.

    ``rule`` is (frequency, last day) as asked beside it, either may be None: where the sentence says otherwise, it is told.
    """
    sentence = mask_free_text(sentence)
    found = examine(sentence, community_id, year, exclude)
    near = _near(sentence, found.nearest, user)
    same = common(sentence, near[0]["sentence"]) if near else []
    reading = found.reading
    spans = [
        (span.start, span.end, "stock" if span.kind == "stock" else "good") for span in (*reading.stock, *reading.good)
    ]
    checks = [_check(label, words := getattr(reading, name), words or lacks) for name, label, lacks in ASKED]
    checks += [
        _check("套话", not reading.stock, _stock_words(reading)),
        _check("雷同", not near, f"{len(near)} 条达到 0.80" if near else "没有达到 0.80 的"),
        _check("长短", not (reading.is_short or reading.is_long), f"{reading.length} 字，宜 10–60 字"),
    ]
    checks += _against(reading, *(rule or (None, None)))
    return {
        "marked": marked(sentence, [*spans, *((start, end, "same") for start, end in same)]),
        "length": reading.length,
        "stock": len(reading.stock),
        "good": len(reading.good),
        "same": sum(end - start for start, end in same),
        "hollow": reading.hollow,
        "checks": checks,
        "findings": sum(not check["ok"] for check in checks),
        "near": near,
        "advice": advice(found),
    }


def _check(label, ok, words):
    return {"label": label, "ok": bool(ok), "words": words}


def _against(reading, frequency, ends_on):
    """What the sentence says otherwise than the rule that its periods come from."""
    said, month = frequencies(reading.often), last_month(reading.by)
    if said and frequency and frequency not in said:
        yield _check("频次", False, f"句子写“{reading.often}”，频次选的是“{Frequency(frequency).label}”")
    if month and ends_on and ends_on.month != month:
        yield _check("截止日期", False, f"句子写“{reading.by}”，截止日期填的是 {ends_on}")


def _stock_words(reading):
    if not reading.stock:
        return "没有"
    return f"{len(reading.stock)} 处" + ("，同句没有数字、人和地方" if reading.hollow else "")


def advice(found):
    """What to write to the member, put together from what the check found."""
    return "；".join(ADVICE[flag] for flag in found.flags)


def marked(sentence, spans):
    """The sentence as HTML with its marks; each character bears the highest of those that cover it."""
    kinds = [""] * len(sentence)
    for kind in reversed(RANK):
        for start, end, which in spans:
            if which == kind:
                kinds[start:end] = [kind] * (min(end, len(sentence)) - start)
    pieces = []
    for kind, run in groupby(zip(kinds, sentence, strict=True), key=lambda pair: pair[0]):
        text = escape("".join(char for _, char in run))
        pieces.append(f'<mark class="{kind}">{text}</mark>' if kind else text)
    return "".join(pieces)


def _near(sentence, found, user):
    """The likest pledges, each as far as the reader may see it: the words of what is published, the rest by its likeness alone."""
    keys = [near.key for near in found]
    rows = Pledge.objects.filter(pk__in=keys).select_related("member__person")
    rows = {row.pk: row for row in rows}
    seen = set(Pledge.objects.filter(reach_q(user, "view", Pledge), pk__in=keys).values_list("pk", flat=True))
    cards = []
    for near in found:
        row = rows[near.key]
        words = mask_free_text(row.sentence) if near.key in seen or row.state in PUBLISHED else ""
        cards.append(
            {
                "likeness": f"{near.likeness:.2f}",
                "who": _name(row) if near.key in seen else "另一位党员",
                "demo": near.key in seen and row.member.person.name.endswith("（演示）"),
                "year": row.year,
                "code": row.code if near.key in seen else "",
                "key": row.pk if near.key in seen else None,
                "state_html": looks.STATE(row.state),
                "sentence": words,
                "marked": marked(words, [(start, end, "same") for start, end in common(words, sentence)]),
                "kept": f"应兑现 {row.due} 期，已兑现 {row.kept} 期" if row.due else "",
            }
        )
    return cards


def _name(row):
    return row.member.person.name.removesuffix("（演示）")
