"""The last year's evaluation of the demonstration, published twice and settled, and this year's, which is being tried out.

Its results are reckoned by ``party.evaluating`` from what the register held at each publication: between the two a meeting was
added that somebody had missed in the ledger.
"""

from datetime import date
from decimal import Decimal

from party.choices import EvaluationState, ObjectionState, Objector, RuleKey, Side
from party.evaluating import reckon
from party.models import Assessment, Evaluation, Objection, Result
from reports.demo.partying import DAY, MINUTE, Award, moment, worked
from reports.demo.points import settle, write
from reports.demo.story import newborn, saved

S = EvaluationState
# Days of January: the replies of the home units are in, first publication, objection, answer, second, objection, answer, end.
REPLIES, FIRST, UPHELD, SECOND, DISMISSED, FROZEN = (-8, 10), 16, (18, 19), 20, (22, 23), 28
BEGUN = date(2000, 12, 18)
HOME = ["工作踏实，服从安排。", "业务骨干，群众反映好。", "按时参加支部活动。", "年度考核称职。", "", ""]
MISSED = "11 月主题党日我在，签到表上有名字，积分里没有。"
FOUND = "查签到表，确实参加，漏记一次，补记 1 分。"
TOO_LOW = "觉得社区考偏低，自己没缺过会。"
STANDS = "逐笔核对过，扣分是承诺逾期造成的，结果不变。"
RECALLED = "补记漏掉的一次会议，重新计算后再公示。"
TRIED = 12


def load(demo):
    """Tell of both years."""
    Stars(demo).tell()


class Stars:
    """The evaluation of the last year while it is told; ``lines`` are those of the evaluation itself."""

    def __init__(self, demo):
        self.demo, self.party, self.dice = demo, demo.party, demo.dice("stars")
        self.clerk, self.secretary = demo.people["clerk"], demo.people["secretary"]
        self.year, self.results, self.objections = self.party.last, [], []
        self.there = [one for one in self.party.comrades if one.since < self._january(FIRST, 9)]
        self.lines, self.told, self.heard = [], [], []

    def _january(self, day, hour, minute=0):
        return moment(date(self.party.this, 1, 1) + DAY * (day - 1), hour, minute)

    def tell(self):
        self.evaluation = Evaluation(grid=self.demo.community, year=self.year)
        begun = max(date(self.year, BEGUN.month, BEGUN.day), self.party.first(self.year))
        self.lines.append((newborn(self.evaluation, by=self.secretary, at=moment(begun, 9, 30)), self.evaluation))
        self._assess()
        self._publish(FIRST)
        self._objected()
        self._publish(SECOND)
        self._object(self._dissatisfied(), Objector.SELF, TOO_LOW, DISMISSED, "dismiss", STANDS)
        self._move("freeze", self._january(FROZEN, 9, 20), S.FROZEN, frozen_on=self._january(FROZEN, 0).date())
        now = Evaluation(grid=self.demo.community, year=self.party.this)
        self.lines.append((newborn(now, by=self.secretary, at=worked(self.dice, self.demo.day - TRIED * DAY)), now))
        self.party.keep([self.evaluation, now], self.lines)
        self.party.keep(self.results, self.told)
        self.party.keep(self.objections, self.heard)

    def _move(self, verb, at, state, *, note="", **values):
        before, self.evaluation.state = self.evaluation.state, state
        for name, value in values.items():
            setattr(self.evaluation, name, value)
        line = saved(self.evaluation, verb, by=self.secretary, at=at, note=note, from_state=before)
        self.lines.append((line, self.evaluation))

    def _assess(self):
        """The replies of the home units, entered list by list."""
        rows, lines = [], []
        for n, one in enumerate(one for one in self.there if one.in_service):
            score = Decimal(round(2 * self.dice.triangular(76, 99, 92))) / 2
            row = Assessment(
                member=one.member, grid=one.member.grid, year=self.year, side=Side.UNIT, score=score,
                words=self.dice.choice(HOME),
            )  # fmt: skip
            rows.append(row)
            lines.append((newborn(row, by=self.clerk, at=self._january(REPLIES[n % 2], 10) + n * MINUTE), row))
        self.party.keep(rows, lines)

    def _publish(self, day):
        """Everybody's stars as they are reckoned from what is there now."""
        at = self._january(day, 9, 10)
        told = {"edition": self.evaluation.edition + 1, "published_on": at.date()}
        self._move("publish", at, S.PUBLIC, **told)
        members = {one.member.pk: one.member for one in self.there}
        (scores,) = reckon(self.demo.community.pk, self.year, self.evaluation.weights, members=list(members))
        self.now = scores
        for score in scores:
            row = self._result(members[score.member.pk], score)
            line = newborn(row, by=self.secretary, at=at)
            line.verb = "publish"
            self.results.append(row)
            self.told.append((line, row))

    def _result(self, member, score):
        parts = score.parts
        return Result(
            evaluation=self.evaluation, edition=self.evaluation.edition, member=member, grid=member.grid,
            organisation=member.organisation, category=member.category, unit=parts[Side.UNIT],
            community_score=parts[Side.COMMUNITY], organisation_score=parts[Side.ORGANISATION], resident=parts[Side.RESIDENT],
            total=score.total, stars=score.stars, explained=score.lines,
        )  # fmt: skip

    def _objected(self):
        """Somebody is right: the publication is taken back and the missing meeting entered."""
        missed = self._missed()
        self._object(missed, Objector.SELF, MISSED, UPHELD, "uphold", FOUND)
        self._move("recall", self._january(UPHELD[1], 10), S.TRIAL, note=RECALLED, published_on=None)
        on = next(award.on for award in self.party.awards if self._is_november(award))
        told = {"on": on, "reviewed_by": self.secretary}
        award = Award(
            missed, RuleKey.MEETING, self._january(UPHELD[1], 10, 30), "补记 11 月主题党日", self.clerk, **told
        )
        write(self.party, [award])
        settle(self.party)

    def _is_november(self, award):
        return award.rule == RuleKey.MEETING and award.on.year == self.year and award.on.month == 11

    def _missed(self):
        """Somebody who came most months and is not in November's list."""
        came = {id(award.comrade) for award in self.party.awards if self._is_november(award)}
        return next(one for one in self.there if id(one) not in came and one.member.category == "community")

    def _dissatisfied(self):
        """Who lost points for a pledge."""
        lost = [award.comrade for award in self.party.awards if award.rule == RuleKey.OVERDUE and not award.taken_back]
        there = {id(one): one for one in self.there}
        return next((one for one in lost if id(one) in there), self.there[-1])

    def _object(self, one, objector, words, days, verb, answer):
        raised, answered = (self._january(day, hour) for day, hour in zip(days, (15, 9), strict=True))
        row = Objection(
            evaluation=self.evaluation, member=one.member, grid=one.member.grid, objector=objector, raised_on=raised.date(),
            words=words,
        )  # fmt: skip
        self.objections.append(row)
        self.heard.append((newborn(row, by=self.clerk, at=raised), row))
        row.state = ObjectionState.UPHELD if verb == "uphold" else ObjectionState.DISMISSED
        row.answer = answer
        line = saved(row, verb, by=self.secretary, at=answered, note=answer, from_state=ObjectionState.OPEN)
        self.heard.append((line, row))
