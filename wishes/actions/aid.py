"""Writes on the help fund: nothing is spent that is not there, and what was wrong is reversed."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from grids.actions.setup import reuse as reuse
from grids.actions.setup import shut as shut
from grids.choices import PersonState, UseState
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving
from wishes.choices import SHOWN, RecipientState, Way
from wishes.models import Aid, Fund

SHORT = "“{fund}”只有 {balance} 元，不够支出 {amount} 元。"


def enter(aid, *, by, note=""):
    """Write money in or out; the purse is held meanwhile."""
    with transaction.atomic():
        fund = Fund.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=aid.fund_id)
        if fund.state != UseState.OPEN:
            raise Refused("这笔资金已停用，请选别的，或先重新启用。")
        if aid.on > today():
            raise Refused("日期不能晚于今天。")
        _insist(aid)
        if aid.way == Way.OUT and aid.amount > fund.balance:
            raise Refused(SHORT.format(fund=fund.name, balance=fund.balance, amount=aid.amount))
        aid.fund, aid.grid = fund, fund.grid
        aid.save(by=by, note=note)
        settle(fund)
    return aid


def _insist(aid):
    if aid.way == Way.IN:
        if aid.recipient_id or aid.wish_id:
            raise Refused("收入不选帮扶对象和心愿。")
        if not aid.giver.strip():
            raise Refused("收入请写明是谁给的。")
        return
    if bool(aid.recipient_id) == bool(aid.wish_id):
        raise Refused("支出请选帮扶对象或心愿其中一个。")
    if not aid.receipt.strip():
        raise Refused("支出请填票据号，如领款签字单的编号。")
    if aid.recipient_id and aid.recipient.state != RecipientState.ACTIVE:
        raise Refused("这个人的帮扶已经结束，请先另外登记帮扶对象。")
    if aid.wish_id and aid.wish.state not in SHOWN:
        raise Refused("这个心愿没有公示，或已撤回、转走，不能为它支出；请选帮扶对象。")


def reverse(aid, *, by, note):
    """Put a wrong entry right by an opposite one; what was spent meanwhile stays covered."""
    with transaction.atomic():
        fund = Fund.objects.select_for_update(of=("self",)).get(pk=aid.fund_id)
        if aid.way == Way.IN and aid.amount > fund.balance:
            raise Refused(f"冲正以后“{fund.name}”会不够：结余 {fund.balance} 元，这一笔 {aid.amount} 元已经用出去了。")
        opposite = aid.reverse(by=by, note=note)
        settle(fund)
    return opposite


def settle(fund):
    """Add the purse up anew; it is held locked."""
    sums = Aid.objects.filter(fund=fund.pk).aggregate(
        came=Sum("amount", filter=Q(way=Way.IN)), went=Sum("amount", filter=Q(way=Way.OUT))
    )
    came, went = (Decimal(sums[name] or 0).quantize(Decimal("0.01")) for name in ("came", "went"))
    fund.balance = came - went
    Fund.objects.derive([fund], "balance")


def take_in(recipient, *, by, note=""):
    """Put somebody on the register of those who are helped."""
    if recipient.person.state != PersonState.PRESENT:
        raise Refused("这个人已不在册，不能登记为帮扶对象。")
    _keep(recipient, by, note)
    return recipient


def _keep(recipient, by, note):
    if recipient.member_id and recipient.organisation_id:
        raise Refused("资助方选党员或党组织其中一个。")
    recipient.grid = recipient.person.grid
    recipient.save(by=by, note=note)


def revise(recipient, *, by, note=""):
    """Correct what is kept of a recipient; who it is stays."""
    if recipient.has_changed("person_id"):
        raise Refused("帮的是谁不能改；登错了的请“结束帮扶”，再另外登记。")
    _keep(recipient, by, note)


def end(recipient, *, by, note):
    """The help is over."""
    with moving(recipient, "end", by=by, note=note) as recipient:
        recipient.until = today()
