"""One issue as it stands now, with its orders, requests, cards and calls back, and the lines of history that led there."""

from datetime import timedelta

from django.utils.timezone import localdate

from grids.actions.clocks import STAGES
from grids.actions.report import USUAL_LINE
from grids.choices import (
    CardColour,
    ExtensionState,
    IssueLevel,
    OrderState,
    Outcome,
    Satisfaction,
    Source,
    Stage,
    Urgency,
)  # fmt: skip
from grids.choices import IssueState as S
from grids.models import Card, Extension, Issue, Order, Revisit
from portal.clock import end_of_day, start_of_day
from portal.models import Entry
from reports.demo import words

KINDS = [(category, one) for category, matters in words.MATTERS.items() for one in matters]
WEIGHTS = [words.WEIGHTS[category] / len(words.MATTERS[category]) for category, _ in KINDS]
SOURCES = {Source.MEMBER: 7, Source.VISIT: 1, Source.HEAD: 1, Source.HOTLINE: 1}
SAYS = {Satisfaction.GOOD: 8, Satisfaction.FAIR: 3, Satisfaction.POOR: 1}
SOON = {CardColour.YELLOW: timedelta(0), CardColour.RED: timedelta(days=3)}


class Story:
    """Number ``n`` of the register, reported at ``at`` and told up to ``until``."""

    def __init__(self, town, dice, n, at, until):
        self.town, self.dice, self.n, self.until, self.last = town, dice, n, until, at
        self.rows, self.lines, self.order, self.wish = [], [], None, None
        where = dice.randrange(len(town.grids))
        self.head, self.reporter = town.heads[where], dice.choice(town.members[where])
        self.issue = self._reported(where, at)
        self.line(self.issue, "add", self.reporter, to=S.REPORTED)

    def _reported(self, where, at):
        town, dice = self.town, self.dice
        category, (title, text, _, urgencies) = dice.choices(KINDS, WEIGHTS)[0]
        urgency, place = dice.choice(list(urgencies)), dice.choice(words.PLACES[where])
        issue = self.made(
            Issue, grid=town.grids[where], title=f"{place}{title}", category=category, place=place,
            line_id=town.lines[USUAL_LINE[category]], source=dice.choices(list(SOURCES), SOURCES.values())[0],
            urgency=Urgency(urgency), occurred_at=at - timedelta(minutes=20), people=dice.choice([None, 2, 5]),
            description=text.format(n=dice.randint(2, 9)), clock_from=at,
        )  # fmt: skip
        issue.due_at = issue.first_due_at = town.limits.due(issue, Stage.TOTAL, at)
        issue.created_by = issue.updated_by = self.reporter
        return issue

    def made(self, model, mark="", **fields):
        """A row of this moment with the number of the issue."""
        community, code = self.town.home.pk, f"{model.CODE_PREFIX}-{self.n:07}{mark}"
        stamps = {"created_at": self.last, "updated_at": self.last}
        return model(community_id=community, code=code, **stamps, **fields)

    def line(self, record, verb, by, *, at=None, was="", to=""):
        """Note what happened, once the record has its key."""
        self.lines.append((record, verb, by, at or self.last, was, to))

    def entries(self):
        """The history in the order it was noted; the rows are written by now."""
        issue, label = self.issue, Issue._meta.label_lower
        for record, verb, by, at, was, to in self.lines:
            yield Entry(
                model=record._meta.label_lower, object_id=record.pk, root_model=label, root_id=issue.pk, verb=verb,
                actor=by, from_state=was, to_state=to, at=at, community_id=issue.community_id, grid_id=issue.grid_id,
            )  # fmt: skip

    def live(self, life):
        """Go the way as far as the time allows; then the clocks are set as they stand."""
        for verb, step, hours in life:
            at = self.last + timedelta(hours=hours)
            if at > self.until:
                break
            self.last = at
            self._step(verb, step)
        self._give_cards()
        self._set_clocks()

    def _step(self, verb, step):
        issue, was, by = self.issue, self.issue.state, self._whose(step.by)
        issue.state = step.state or was
        issue.updated_at, issue.updated_by = self.last, by
        if issue.state not in (S.REPORTED, S.RETURNED, S.VOID) and step.by == "hands":
            issue.handler = by
        if act := getattr(self, f"_{verb}", None):
            act(by)
        self.line(issue, verb, by, was=was, to=issue.state)

    def _whose(self, by):
        if by == "reporter":
            return self.reporter
        above = self.issue.level != IssueLevel.GRID
        if by == "hands":
            return self.town.clerk if above else self.head
        return self.town.secretary if above else self.town.clerk

    def _void(self, by):
        if earlier := self.town.earlier.get(self.issue.grid_id):
            self.issue.duplicate_of = self.dice.choice(earlier)

    def _escalate(self, by):
        self.issue.level = IssueLevel.COMMUNITY

    def _dispatch(self, by):
        self.issue.level = IssueLevel.DEPARTMENT
        due, office = self.last + timedelta(days=5), self.dice.choice(self.town.offices)
        self.order = self.made(
            Order, department=office, request="请派人处理。", reply_due_at=due, number=f"交办 {self.n}"
        )
        self._keep(self.order, by)

    def _answered(self, by):
        self.issue.level, order = IssueLevel.COMMUNITY, self.order
        order.state, order.outcome, order.reply_text = OrderState.REPLIED, Outcome.DONE, "已派人办好。"
        order.replied_at = order.updated_at = self.last
        order.took_hours = (self.last - order.created_at) // timedelta(hours=1)
        self.line(order, "reply", by, was=OrderState.SENT, to=OrderState.REPLIED)

    def _extend(self, by):
        self.issue.asked_until = self.issue.due_at + timedelta(days=3)
        self.wish = self.made(Extension, until=self.issue.asked_until, reason="等配件。")
        self._keep(self.wish, by)

    def _extended(self, by):
        self.wish.state = ExtensionState.APPROVED
        self.issue.due_at = self.issue.first_due_at = self.issue.asked_until
        self.issue.asked_until, self.issue.due_fixed = None, True
        self.line(self.wish, "approve", by, was=ExtensionState.PENDING, to=ExtensionState.APPROVED)

    def _suspend(self, by):
        self.issue.look_on = localdate(self.last) + timedelta(days=30)
        self.issue.due_at = max(self.issue.due_at, end_of_day(start_of_day(self.issue.look_on)))

    def _resume(self, by):
        self.issue.look_on = None

    def _submit(self, by):
        self.issue.result = "已办好，住户在场看过。"

    def _settle(self, by):
        self.issue.result, self.issue.closed_at = "当场办好。", self.last

    def _verify(self, by):
        self.issue.closed_at = self.last

    def _reopen(self, by):
        issue = self.issue
        issue.redone, issue.closed_at, issue.clock_from = 1, None, self.last
        issue.due_at = self.town.limits.due(issue, Stage.TOTAL, self.last)

    def _revisit(self, by):
        self.issue.satisfaction = self.dice.choices(list(SAYS), SAYS.values())[0]
        self._keep(self.made(Revisit, satisfaction=self.issue.satisfaction), by)

    def _keep(self, row, by, at=None):
        row.issue, row.grid, row.created_by, row.updated_by = self.issue, self.issue.grid, by, by
        self.rows.append(row)
        self.line(row, "add", by, at=at, to=getattr(row, "state", ""))

    def _give_cards(self):
        issue = self.issue
        if issue.state == S.VOID:
            return
        for colour, after in SOON.items():
            at = issue.due_at + after
            if at < (issue.closed_at or self.until):
                card = self.made(
                    Card, f"-{colour}", colour=colour, reason="全程超期", stage=Stage.TOTAL, round=issue.redone
                )
                card.created_at = card.updated_at = at
                card.handler = issue.handler
                self._keep(card, None, at=at)
                self.line(issue, "card", None, at=at)
                issue.supervision = "" if issue.closed_at else colour

    def _set_clocks(self):
        issue = self.issue
        if issue.state == S.SUSPENDED:
            issue.stage_due_at = end_of_day(start_of_day(issue.look_on))
        elif issue.level == IssueLevel.DEPARTMENT:
            issue.stage_due_at = self.order.reply_due_at
        elif stage := STAGES.get(issue.state):
            issue.stage_from = issue.updated_at
            issue.stage_due_at = self.town.limits.due(issue, stage, issue.stage_from)
