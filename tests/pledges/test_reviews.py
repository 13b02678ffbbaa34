"""What the four sides say of a pledge: once for the member and the organisation, while it is judged, and what becomes of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from party.choices import Side
from party.evaluating import REVIEWS, reckon
from pledges import joining
from pledges.actions.review import say
from pledges.choices import WORTH, PledgeState, Rating, Reviewer
from pledges.models import Pledge, Review
from portal.errors import Refused
from portal.models import Entry
from tests.factories import party
from tests.pledges.conftest import NOTE

SELF, PEER, ORGANISATION, RESIDENT = Reviewer
URL = "/pledges/reviews/"


@pytest.fixture
def pledge(branch):
    """A pledge that is being judged; nobody has said anything."""
    made = branch.running(ends_on=date(2026, 3, 31))
    branch.step("fulfil", made)
    return branch.act("conclude", made, "party")


def sent(pledge, side, **answers):
    told = {"pledge": pledge.pk, "side": side, "rating": "good", "way": "meeting", "said_on": "2026-03-02"}
    return told | answers


class TestSaid:
    def test_by_four_sides_and_by_others_and_residents_as_often_as_they_speak(self, branch, pledge):
        for side in (SELF, PEER, PEER, ORGANISATION, RESIDENT, RESIDENT):
            branch.say(pledge, side)
        assert pledge.reviews.count() == 6
        made = pledge.reviews.filter(side=PEER).first()
        assert (made.grid, made.community, made.created_by) == (pledge.grid, pledge.community, branch.clerk)
        assert Entry.objects.own(made).get().root_id == branch.one.pk

    @pytest.mark.parametrize("side", [SELF, ORGANISATION])
    def test_the_member_and_the_organisation_once(self, branch, pledge, enter, side):
        said = branch.say(pledge, side)
        with pytest.raises(IntegrityError), transaction.atomic():
            branch.say(pledge, side)
        clerk = enter(branch.clerk)
        again = clerk.post(f"{URL}add/", sent(pledge, side))
        assert again.status_code == 422
        assert "本人和组织对一条承诺各评一次，请修改原来那一条。" in again.content.decode()
        changed = sent(pledge, side, rating="fair", version=said.version)
        assert clerk.post(f"{URL}{said.pk}/edit/", changed).status_code == 302
        assert Review.objects.get().rating == "fair"

    @pytest.mark.parametrize("state", [state for state in PledgeState if state != PledgeState.REVIEWING])
    def test_only_while_it_is_judged(self, branch, pledge, state):
        Pledge._base_manager.filter(pk=pledge.pk).update(state=state)
        with pytest.raises(Refused, match=f"这条承诺现在是“{state.label}”，只有评诺中的才能评。"):
            branch.say(pledge)
        assert not Review.objects.exists()

    def test_not_in_the_future(self, branch, pledge, enter):
        with pytest.raises(Refused, match="评议日期不能晚于今天。"):
            branch.say(pledge, said_on=date(2026, 3, 3))
        refused = enter(branch.clerk).post(f"{URL}add/", sent(pledge, PEER, said_on="2026-03-03"))
        assert (refused.status_code, Review.objects.count()) == (422, 0)

    def test_once_it_is_settled_no_word_is_changed(self, branch, pledge, enter):
        said = branch.say(pledge)
        branch.act("close", pledge)
        refused = enter(branch.clerk).get(f"{URL}{said.pk}/edit/")
        assert refused.status_code == 409
        assert "要改评议，请先在承诺上点“撤销结论”。" in refused.content.decode()
        branch.act("reopen", pledge, **NOTE)
        assert enter(branch.clerk).get(f"{URL}{said.pk}/edit/").status_code == 200


class TestTheMember:
    """Whose pledge it is says only what is said of oneself."""

    @pytest.mark.parametrize("side", [PEER, ORGANISATION, RESIDENT])
    def test_cannot_speak_for_others(self, branch, pledge, enter, side):
        with pytest.raises(Refused, match="自己的承诺只能自评；其他三方的评议由社区登记。"):
            branch.say(pledge, side, by="party")
        assert enter(branch.party).post(f"{URL}add/", sent(pledge, side)).status_code == 422
        assert not Review.objects.exists()

    def test_not_as_a_secretary_either(self, branch):
        member = party.member(branch.house.near, user=branch.secretary)
        pledge = branch.act("approve", branch.pledge(member=member, ends_on=date(2026, 3, 31)), None)
        branch.step("fulfil", pledge, by="secretary")
        branch.act("conclude", pledge)
        with pytest.raises(Refused, match="自己的承诺只能自评"):
            branch.say(pledge, ORGANISATION, by="secretary")
        assert branch.say(pledge, SELF, by="secretary").side == SELF
        assert branch.say(pledge, ORGANISATION, by="clerk").side == ORGANISATION

    def test_is_asked_for_nothing_else(self, branch, pledge, enter):
        page = enter(branch.party).get(f"/pledges/{pledge.pk}/")
        url = f"{URL}add/?pledge={pledge.pk}"
        assert f'href="{url}"' in page.content.decode()
        form = enter(branch.party).get(url).context["form"]
        assert (form.initial["pledge"], form.initial["side"]) == (pledge.pk, SELF)
        assert [value for value, _ in form.fields["side"].choices] == [SELF]
        assert enter(branch.party).post(f"{URL}add/", sent(pledge, SELF, rating="plain")).status_code == 302
        assert (Review.objects.get().rating, Review.objects.get().created_by) == ("plain", branch.party)

    def test_staff_are_offered_every_side(self, branch, pledge, enter):
        form = enter(branch.clerk).get(f"{URL}add/?pledge={pledge.pk}").context["form"]
        assert [value for value, _ in form.fields["side"].choices if value] == Reviewer.values

    @pytest.mark.parametrize("side", [PEER, ORGANISATION, RESIDENT])
    def test_does_not_turn_what_others_said_into_the_own_word(self, branch, pledge, enter, side):
        said, url = branch.say(pledge, side, Rating.POOR), f"{URL}{{}}/edit/"
        for response in (
            enter(branch.party).get(url.format(said.pk)),
            enter(branch.party).post(url.format(said.pk), sent(pledge, SELF, version=1)),
        ):
            assert response.status_code == 409
            assert "这是别人对您的承诺的评议，不能由您来改。" in response.content.decode()
        turned = Review.objects.get()
        turned.side, turned.rating = SELF, Rating.GOOD
        with pytest.raises(Refused, match="自己的承诺只能自评"):
            say(turned, by=branch.party)
        assert (Review.objects.get().side, Review.objects.get().rating) == (side, Rating.POOR)

    def test_does_not_speak_of_somebody_elses(self, branch, pledge, enter):
        other = branch.act("approve", branch.pledge(member=party.member(branch.house.near), sentence="别人的"), None)
        Pledge._base_manager.filter(pk=other.pk).update(state=PledgeState.REVIEWING)
        assert enter(branch.party).post(f"{URL}add/", sent(other, SELF)).status_code == 422
        assert not Review.objects.exists()


class TestWhatBecomesOfIt:
    """Reviews are sub-scores of the year: other members speak for the organisation, oneself for nobody."""

    def told(self, branch, year=2026):
        return joining.reviews(branch.house.community.pk, year)

    def test_the_party_room_knows_of_it(self):
        assert joining.reviews in REVIEWS

    def test_each_word_has_its_worth_on_its_side(self, branch, pledge):
        for side, rating in (
            (SELF, Rating.GOOD),
            (PEER, Rating.FAIR),
            (ORGANISATION, Rating.GOOD),
            (RESIDENT, Rating.PLAIN),
            (RESIDENT, Rating.POOR),
        ):
            branch.say(pledge, side, rating)
        mine, code = branch.one.pk, pledge.code
        assert self.told(branch) == {
            Side.ORGANISATION: {mine: [(Decimal(85), f"党员互评 {code} 较好"), (Decimal(100), f"组织评 {code} 好")]},
            Side.RESIDENT: {mine: [(Decimal(70), f"群众评 {code} 一般"), (Decimal(40), f"群众评 {code} 差")]},
        }

    def test_a_better_word_is_worth_more(self):
        assert list(WORTH) == list(Rating)
        assert sorted(WORTH.values(), reverse=True) == list(WORTH.values())
        assert max(WORTH.values()) == 100

    def test_they_are_averaged_in_the_score(self, branch, pledge):
        branch.say(pledge, PEER, Rating.FAIR)
        branch.say(pledge, ORGANISATION, Rating.GOOD)
        branch.say(pledge, RESIDENT, Rating.POOR)
        weights = {Side.UNIT: 0, Side.COMMUNITY: 0, Side.ORGANISATION: 50, Side.RESIDENT: 50}
        ((score,),) = reckon(branch.house.community.pk, 2026, weights)
        assert (score.parts[Side.ORGANISATION], score.parts[Side.RESIDENT]) == (Decimal("92.5"), Decimal(40))
        assert score.total == Decimal("66.3")
        assert [f"群众评：群众评 {pledge.code} 差", "40.0"] in score.lines

    def test_of_its_year_and_community_alone(self, branch, pledge):
        branch.say(pledge)
        assert self.told(branch, 2025) == {}
        assert joining.reviews(branch.house.away.community_id, 2026) == {}

    def test_nothing_of_a_void_one(self, branch, pledge):
        branch.say(pledge)
        Pledge._base_manager.filter(pk=pledge.pk).update(state=PledgeState.VOID)
        assert self.told(branch) == {}
