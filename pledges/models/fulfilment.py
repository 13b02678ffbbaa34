"""Fulfilments: the periods of a pledge, each with the day it is due and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pledges.choices import RUNNING, Confirmation, PledgeState
from pledges.choices import FulfilmentState as S
from pledges.models.pledge_moves import is_own
from portal.clock import today
from portal.models import Record
from portal.moves import Move, Note

# What counts: neither called off, nor of a pledge that was voided.
COUNTED = ~Q(state=S.DROPPED) & ~Q(pledge__state=PledgeState.VOID)


def running(fulfilment, by):
    """Periods are kept while the pledge runs."""
    if fulfilment.pledge.state not in RUNNING:
        return f"这条承诺现在是“{fulfilment.pledge.get_state_display()}”，不能再改各期；要改请先退回践诺。"
    return None


def begun(fulfilment, by):
    """And not before the period begins."""
    if fulfilment.opens_on > today():
        return f"这一期从 {fulfilment.opens_on} 开始，还没到时候。"
    return running(fulfilment, by)


def unconfirmed(fulfilment, by):
    """Somebody else than the member asks whoever was helped, once."""
    if fulfilment.confirmed_how:
        return "这一期已经核实过。"
    if fulfilment.pledge.state not in (*RUNNING, PledgeState.REVIEWING):
        return f"这条承诺现在是“{fulfilment.pledge.get_state_display()}”，不用再核实。"
    return "不能核实自己的承诺，请网格员打电话核实。" if is_own(fulfilment.pledge, by) else None


def excusable(fulfilment, by):
    """Nobody excuses the own pledge, or what has not begun."""
    return (
        "不能给自己的承诺登记客观原因，请由另一位同事办理。" if is_own(fulfilment.pledge, by) else begun(fulfilment, by)
    )


def undoable(fulfilment, by):
    """Nor takes the own back."""
    return "不能退回自己的承诺，请由另一位书记办理。" if is_own(fulfilment.pledge, by) else running(fulfilment, by)


class Fulfilment(Record):
    """One period of a pledge: open from a day, due by another; kept with a date, words, pictures and a word of whoever was helped.

    ``organisation`` and ``grid`` are those of the pledge when the period was written.
    """

    CODE_PREFIX = "DX"
    CARD = "pledge__sentence"
    OWN = "pledge__member__person__user"
    ROOT = "pledge"

    pledge = models.ForeignKey(
        "pledges.Pledge", on_delete=models.PROTECT, related_name="fulfilments", verbose_name="承诺"
    )
    organisation = models.ForeignKey(
        "party.Organisation", on_delete=models.PROTECT, related_name="+", editable=False, verbose_name="党组织"
    )
    number = models.PositiveSmallIntegerField("第几期")
    opens_on = models.DateField("开始日期")
    due_on = models.DateField("应兑现日期")
    kept_on = models.DateField("兑现日期", null=True, blank=True, editable=False)
    note = models.CharField("做了什么", max_length=200, blank=True, editable=False)
    confirmed_how = models.CharField("核实方式", max_length=8, choices=Confirmation, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="核实人",
    )
    confirmed_on = models.DateField("核实日期", null=True, editable=False)
    confirmed_words = models.CharField("受益人怎么说", max_length=200, blank=True, editable=False)
    excuse = models.CharField("客观原因", max_length=200, blank=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=S, default=S.WAITING, editable=False)

    MOVES = {
        "fulfil": Move(
            "兑现了",
            {S.WAITING},
            S.DONE,
            when=begun,
            note=Note.NONE,
            icon="check2-circle",
            style="main",
            consequence="记下日期；有照片更好。",
        ),
        "confirm": Move(
            "核实",
            {S.DONE},
            None,
            when=unconfirmed,
            note=Note.NONE,
            icon="telephone",
            consequence="打电话或上门问受益人，或附签字单的照片。",
        ),
        "excuse": Move(
            "登记客观原因",
            {S.WAITING},
            S.EXCUSED,
            when=excusable,
            note=Note.REQUIRED,
            icon="cloud-rain",
            consequence="写明什么原因；不扣逾期分，已扣的冲正，兑现率照算未兑现。",
        ),
        "undo": Move(
            "退回待兑现",
            {S.DONE, S.EXCUSED},
            S.WAITING,
            when=undoable,
            note=Note.REQUIRED,
            icon="arrow-counterclockwise",
            style="warn",
            consequence="记错了、查无此事时用；本人可以重新兑现。",
        ),
    }

    class Meta:
        verbose_name = "兑现"
        verbose_name_plural = "兑现"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="pledges_fulfilment_list"),
            models.Index(fields=["community", "due_on", "state"], name="pledges_fulfilment_due"),
            models.Index(fields=["pledge", "due_on"], name="pledges_fulfilment_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "number"],
                condition=~Q(state=S.DROPPED),
                name="pledges_fulfilment_once",
                violation_error_message="这一期刚才已经列出，请刷新后再看。",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="pledges_fulfilment_days",
                violation_error_message="应兑现日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DONE) | Q(kept_on__isnull=False),
                name="pledges_fulfilment_told",
                violation_error_message="兑现了要写明日期。",
            ),
        ]
