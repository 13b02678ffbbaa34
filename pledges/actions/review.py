"""Writes on reviews: each side judges while the pledge is being judged."""

from django.db import transaction

from pledges.choices import PledgeState, Reviewer
from pledges.models import Pledge
from pledges.models.pledge_moves import is_own
from portal.clock import today
from portal.errors import Refused


def say(review, *, by, note=""):
    """Write down a review, new or changed."""
    with transaction.atomic():
        pledge = Pledge.objects.select_for_update(of=("self",)).prefetch_related("grid").get(pk=review.pledge_id)
        if pledge.state != PledgeState.REVIEWING:
            raise Refused(f"这条承诺现在是“{pledge.get_state_display()}”，只有评诺中的才能评。")
        if is_own(pledge, by) and (review.side != Reviewer.SELF or review.has_changed("side")):
            raise Refused("自己的承诺只能自评；其他三方的评议由社区登记。")
        if review.said_on > today():
            raise Refused("评议日期不能晚于今天。")
        review.pledge, review.grid = pledge, pledge.grid
        review.save(by=by, note=note)
    return review
