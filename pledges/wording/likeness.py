"""How alike two pledges are: the reviewer sees the twin beside the new one, however its clauses are turned.

People copy a pledge and change the day, the number, the grid, the order of the clauses and a few courtesies. That goes out of
the text that is compared, and what is left is put in the order of its characters: the longest common subsequence of two such
texts is all they share, wherever it stands, so that one quick scorer finds turned sentences as well. Somebody may also put a
clause in front: what the shorter of the two shares counts as much as what both do.
"""

import re
import unicodedata

from rapidfuzz import process
from rapidfuzz.distance import Indel

# On the tuning half the least alike twins are at 0.89, the most alike others at 0.73.
ALIKE = 0.8
# The quick scorer over all essences, 0 to 1; ``likeness`` follows from it and the two lengths.
SCORER = Indel.normalized_similarity
FEWEST = 2
ROUNDING = 1e-9

# What may differ between twins: signs, numbers, periods, courtesies and little words.
NOISE = re.compile(
    r"[\W_\d〇零一二两三四五六七八九十百千]+|不少于|至少|以[前上]|之前|星期|礼拜|季度|学期|未来|期间|直到|一直|坚持|始终"
    "|承诺|本人|作为|党员|同志|社区|辖区|充分|积极|认真|努力|不断|切实|主动|义务|免费|从我做起|以身作则"
    "|[今明全每各个名位次回趟遍场年月周日天号底末内初前的地得了着过把将被给帮替为向对在到去来从和与及也都就还再很更我咱俺们你他她它这那"
    "吧呢啊嘛呗哩呀]"
)


def essence(sentence):
    """What is compared of a sentence: its telling characters in their order in Unicode; "" where it says nothing."""
    return "".join(sorted(NOISE.sub("", unicodedata.normalize("NFKC", sentence).casefold())))


def likeness(a, b):
    """How alike two essences are, from 0 to 1."""
    return weighed(SCORER(a, b), a, b)


def weighed(shared, a, b):
    """The mean of the share of both essences that is common (``shared``) and the share of the shorter one."""
    shorter = min(len(a), len(b))
    return min(1.0, shared * (1 + (len(a) + len(b)) / (2 * shorter)) / 2) if shorter else shared


def nearest(essence, candidates, most=3, alike=ALIKE):
    """The likest at or above ``alike`` as (score, key), the likest first; nothing for an essence that says nothing.

    ``candidates`` is a list of keys and the list of their essences in the same order (None is passed over). The quick scorer
    runs over all; none that it gives less than ``2 * alike - 1`` can reach ``alike``, so the few others are weighed exactly.
    """
    keys, essences = candidates
    if len(essence) < FEWEST:
        return []
    low = max(0.0, 2 * alike - 1 - ROUNDING)
    near = process.extract(essence, essences, scorer=SCORER, score_cutoff=low, limit=None)
    found = ((weighed(shared, essence, other), at) for other, shared, at in near)
    best = sorted((-score, at) for score, at in found if score >= alike)[:most]
    return [(-score, keys[at]) for score, at in best]


def common(a, b):
    """Spans of sentence ``a`` that stand in sentence ``b`` too, in runs of two characters or more; signs and blanks end a run."""
    spans, start = [], 0
    while start < len(a):
        end = start
        while end < len(a) and a[end].isalnum() and a[start : end + 1] in b:
            end += 1
        if end - start >= FEWEST:
            spans.append((start, end))
            start = end
        else:
            start += 1
    return spans
