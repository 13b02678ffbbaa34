"""Pledges to test with; their sentences are made up."""

from datetime import timedelta
from itertools import count

from pledges.actions import pledge as actions
from pledges.actions import review as reviews
from pledges.choices import Frequency, Rating, Reviewer
from pledges.models import Pledge, Review, StockPhrase
from portal.clock import today
from tests.factories.grids import saved
from tests.factories.party import member

numbers = count(0)
# Unlike one another, so that no row changes what the check says of the next.
SENTENCES = (
    "每月给步行街的环卫工人送一次热水，送到年底",
    "每季度替三网格独居的王奶奶跑腿取一回药，做到十二月底",
    "每周六带二号楼的孩子们下两盘象棋，下到放寒假",
    "入冬以前把杨市沟口的路灯检修一遍",
    "每月在社区党校讲半小时用电安全，讲到明年六月",
    "每逢集日到梁家湾劝阻占道摊位一次，全年不断",
)


def proposed(grid, *, own=None, by=None, **fields):
    """A pledge that waits for its review."""
    whom, first = fields.pop("member", None) or member(grid, user=own), fields.pop("starts_on", today())
    made = {
        "sentence": f"{SENTENCES[(n := next(numbers)) % len(SENTENCES)]}（{n}）",
        "frequency": Frequency.MONTHLY,
        "starts_on": first,
        "ends_on": first + timedelta(days=89),
        "year": first.year,
        **fields,
    }
    return actions.propose(Pledge(member=whom, **made), by=by)


def running(grid, **fields):
    """A pledge that was approved today."""
    made = proposed(grid, **fields)
    actions.approve(made, by=None)
    return Pledge.objects.get(pk=made.pk)


def judged(grid, **fields):
    """A pledge that is being judged; none of its periods was kept."""
    made = running(grid, **fields)
    for one in made.fulfilments.all():
        one.state = "excused"
        one.save(by=None)
    made.refresh_from_db()
    actions.conclude(made, by=None)
    return Pledge.objects.get(pk=made.pk)


def period(grid, own=None):
    """The first period of a pledge, waiting."""
    return running(grid, own=own).fulfilments.order_by("number").first()


def review(grid, own=None, **fields):
    """What the organisation, or the member, says of a pledge."""
    pledge = fields.pop("pledge", None) or judged(grid, own=own)
    made = {"side": Reviewer.ORGANISATION, "rating": Rating.GOOD, **fields}
    return reviews.say(Review(pledge=pledge, **made), by=None)


def phrase(grid, **fields):
    """A phrase the community is tired of."""
    return saved(StockPhrase(grid=grid.community, **{"text": f"再创新高 {StockPhrase.objects.count()}", **fields}))
