"""Mergers: two rows that turned out to be one human being."""

from django.db import models

from grids.choices import MergeState
from portal.models import Record
from portal.moves import Move, Note


class Merge(Record):
    """One merger of two people, or the finding that two who look alike are two.

    ``moved`` lists [model, key, field] of every reference that went from ``gone`` to ``kept``, ``dropped`` [model, other key] of
    pairs that would have stood twice, ``stayed`` what could not go. ``swapped`` are the fields whose values the two rows
    exchanged and ``gained`` the tags the one took over, so that taking it back needs no copy of anybody's data.
    """

    CODE_PREFIX = "HB"
    CARD = "kept__name"

    kept = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="+", verbose_name="保留")
    gone = models.ForeignKey("grids.Person", on_delete=models.PROTECT, related_name="+", verbose_name="并入")
    moved = models.JSONField("移过的引用", default=list, editable=False)
    dropped = models.JSONField("去掉的重复引用", default=list, editable=False)
    stayed = models.JSONField("留在原处的引用", default=list, editable=False)
    swapped = models.JSONField("换过的栏目", default=list, editable=False)
    gained = models.JSONField("并来的标签", default=list, editable=False)
    was = models.CharField("并入前状态", max_length=8, editable=False)
    kept_was = models.CharField("保留前状态", max_length=8, editable=False)
    state = models.CharField("状态", max_length=8, choices=MergeState, default=MergeState.DONE, editable=False)

    MOVES = {
        "undo": Move(
            "撤销",
            {MergeState.DONE, MergeState.DISTINCT},
            MergeState.UNDONE,
            note=Note.REQUIRED,
            icon="arrow-counterclockwise",
            style="warn",
            consequence="合并的恢复成以前的两份，移过的引用一条条移回去；记成两个人的，会重新列在“重复的人”里。",
        )
    }

    class Meta:
        verbose_name = "合并"
        verbose_name_plural = "合并记录"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="grids_merge_list")]
