"""From points, assessments and reviews to stars. Source: domain.md, '双考双评' (ours) and the stars of 华宁县.

A side nobody told anything about is left out, and its weight is shared by the others: a member without a home unit is not
judged by one. What rooms above know of a side they add to ``REVIEWS``.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from party.choices import MemberState, Side
from party.models import Assessment, Member
from party.queries.points import Balance, balances
from portal.masks import mask_free_text

# From how many points on; less than the last is a fail.
STARS = ((96, 5), (90, 4), (80, 3), (70, 2), (60, 1))
FAILS = "不合格"
# Functions (community key, year) → {side: {key of a member: [(score of a hundred, words)]}}.
REVIEWS = []
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def rounded(number):
    """To one decimal, halves up, as people reckon."""
    return Decimal(number).quantize(TENTH, ROUND_HALF_UP)


def stars_of(total):
    """How many stars so many points of a hundred are."""
    return next((stars for least, stars in STARS if total >= least), 0)


def in_words(stars):
    """★★★, or that it is a fail."""
    return "★" * stars or FAILS


@dataclass
class Score:
    """The year of one member: sub-scores of a hundred by side (None: nothing told), total, stars, and the lines that explain it.

    ``shares`` is the weight of each side that counts; the total is the sum of the lines as they are shown, in hundredths, and
    rounded once.
    """

    member: Member
    parts: dict
    balance: Balance
    lines: list = field(default_factory=list)
    shares: dict = field(default_factory=dict)
    total: Decimal = Decimal(0)

    @property
    def stars(self):
        return stars_of(self.total)

    @property
    def words(self):
        return in_words(self.stars)

    @property
    def is_hollow(self):
        """Whether nobody told anything of what has weight: nothing to make stars of."""
        return not self.balance.is_vetoed and not self.shares


def reckon(community_id, year, *weightings, members=None):
    """[[Score of each member on the register] for each weighting], in the order of their organisations; six queries or so.

    A weighting is {side: share of a hundred}.
    """
    rows = Member.objects.filter(community=community_id, state=MemberState.ACTIVE)
    if members is not None:
        rows = rows.filter(pk__in=members)
    rows = list(rows.select_related("person", "organisation", "grid").order_by("organisation__name", "pk"))
    told, points = _told(community_id, year), balances(community_id, year)
    nothing = Balance(())
    return [[_score(one, told, points.get(one.pk, nothing), weights) for one in rows] for weights in weightings]


def _told(community_id, year):
    """{(side, key of a member): [(score, words)]}; an assessment told as a number stands before what reviews add up to."""
    found = {}
    for source in REVIEWS:
        for side, members in source(community_id, year).items():
            for key, lines in members.items():
                found.setdefault((side, key), []).extend(lines)
    rows = Assessment.objects.filter(community=community_id, year=year).order_by("pk")
    for key, side, score, words in rows.values_list("member", "side", "score", "words"):
        found[side, key] = [(score, words or "打分")]
    return found


def _score(member, told, balance, weights):
    parts, lines = {}, []
    for side in Side:
        if side == Side.COMMUNITY:
            parts[side] = max(Decimal(0), min(Decimal(100), balance.score))
            lines += _points(balance)
        elif given := told.get((side, member.pk)):
            parts[side] = rounded(sum(score for score, _ in given) / len(given))
            lines += [[f"{side.label}：{mask_free_text(words)}", str(rounded(score))] for score, words in given]
        else:
            parts[side] = None
    shares = {side: weights[side] for side in parts if parts[side] is not None and weights[side]}
    score = Score(member, parts, balance, lines, shares)
    if balance.is_vetoed:
        lines.append(["一票否决，总分记 0", "0.0"])
        return score
    whole = sum(shares.values())
    for side, weight in shares.items():
        worth = (parts[side] * weight / whole).quantize(HUNDREDTH, ROUND_HALF_UP)
        score.total += worth
        lines.append([f"{side.label} {parts[side]} × {weight}/{whole}", str(worth)])
    if left := [side.label for side in parts if parts[side] is None and weights[side]]:
        lines.append([f"没有{'、'.join(left)}的打分和评议，占比由其余各项按比例分担", ""])
    score.total = rounded(score.total)
    return score


def untold(scores):
    """{side: of how many of these nobody told anything on it}, those of whom all was told left out."""
    found = {side: sum(score.parts[side] is None for score in scores) for side in Side}
    return {side: many for side, many in found.items() if many}


def _points(balance):
    """The lines of the balance, a capped one with what was cut."""
    lines = [
        [
            f"积分 · {line.label} {line.many} 笔"
            + (f"（共 {line.total}，封顶计 {line.counted}）" if line.is_capped else ""),
            f"{line.counted:+}",
        ]
        for line in balance.lines
    ]
    return [*lines, ["社区考：积分合计，最高计 100", str(balance.score)]]
