"""Visits: who was called upon, when and what was found; the sheet taken along on the walk."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grids.choices import VisitKind, VisitOutcome, VisitState
from portal.models import Record
from portal.moves import Move, Note


class Visit(Record):
    """One visit to a person, planned for a day or made; ``visitor`` makes it, ``next_on`` overrules the interval of the tags.

    ``due_on`` is the day by which the person was to be visited, kept once somebody was met: months are judged by it.
    """

    CODE_PREFIX = "ZF"
    CARD = "person__name"
    OWN = "created_by"
    ASSIGNED = "visitor"
    ROOT = "person"
    SILENT = frozenset({"due_on"})

    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="visits", verbose_name="走访对象")
    kind = models.CharField("方式", max_length=8, choices=VisitKind, default=VisitKind.HOME)
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="走访人",
    )
    planned_on = models.DateField("计划日期", null=True, blank=True)
    visited_at = models.DateTimeField("走访时间", null=True, blank=True)
    outcome = models.CharField("见到谁", max_length=8, choices=VisitOutcome, blank=True)
    findings = models.TextField("情况", max_length=500, blank=True)
    next_on = models.DateField("下次走访", null=True, blank=True, help_text="不填就按标签的周期算")
    due_on = models.DateField("应走访日期", null=True, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=VisitState, default=VisitState.DONE, editable=False)

    MOVES = {
        "record": Move("登记走访", {VisitState.PLANNED}, VisitState.DONE, icon="journal-check", style="main"),
        "cancel": Move(
            "取消", {VisitState.PLANNED}, VisitState.CANCELLED, note=Note.REQUIRED, icon="x-circle", style="warn"
        ),
    }

    class Meta:
        verbose_name = "走访"
        verbose_name_plural = "走访"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_visit_list"),
            models.Index(fields=["community", "grid", "visited_at"], name="grids_visit_grid"),
            models.Index(fields=["person", "-visited_at"], name="grids_visit_person"),
            models.Index(fields=["visitor", "state", "planned_on"], name="grids_visit_plan"),
            models.Index(fields=["person", "due_on"], condition=Q(due_on__isnull=False), name="grids_visit_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=VisitState.DONE) | (Q(visited_at__isnull=False) & ~Q(outcome="")),
                name="grids_visit_told",
                violation_error_message="走访过的要写明时间和见到谁。",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.PLANNED) | (Q(planned_on__isnull=False) & Q(visitor__isnull=False)),
                name="grids_visit_planned",
                violation_error_message="安排走访要写明日期和走访人。",
            ),
        ]


class Walk(Record):
    """A walk through a grid: a numbered sheet of people to call upon, printed, carried along and typed in again by numbers."""

    CODE_PREFIX = "ZB"
    ASSIGNED = "walker"
    OWN = "created_by"

    walker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="走访人"
    )
    day = models.DateField("走访日期")
    note = models.CharField("说明", max_length=100, blank=True)

    MOVES = {"enter": Move("录入结果", None, None, note=Note.NONE, icon="keyboard", style="main")}

    class Meta:
        verbose_name = "走访表"
        verbose_name_plural = "走访表"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="grids_walk_list")]


class WalkLine(models.Model):
    """One numbered line of a sheet; ``visit`` once it was typed in."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="lines", verbose_name="走访表")
    number = models.PositiveSmallIntegerField("序号")
    person = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="+", verbose_name="走访对象")
    visit = models.OneToOneField(
        Visit, on_delete=models.PROTECT, null=True, related_name="walk_line", verbose_name="走访"
    )

    class Meta:
        verbose_name = verbose_name_plural = "走访表的行"
        constraints = [models.UniqueConstraint(fields=["walk", "number"], name="grids_walk_line_once")]

    def __str__(self):
        return f"{self.walk_id}-{self.number}"
