"""Two rounds of wishes in the demonstration: the one before is over, of the one that runs some still hang on the wall."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from grids.choices import ConsentWay, Purpose, ServiceTag, UseState
from grids.identity import age_on
from grids.models import Consent
from party.choices import OrganisationKind, RuleKey
from party.models import Organisation
from portal.models import Contact
from reports.demo import wish_words as words
from reports.demo.partying import DAY, Award, moment, worked
from reports.demo.story import moved, newborn, saved
from wishes.actions.contact import KEPT
from wishes.choices import SHOWN, Answer, Claimant, ClaimState, Group, Source, Verification
from wishes.choices import WishState as S
from wishes.models import Campaign, Claim, Wish

# How far the wishes of each round have come: (state, how many). Of the one that runs 24 hang on the wall.
BEFORE = [(S.CLOSED, 26), (S.DECLINED, 1), (S.WITHDRAWN, 1), (S.TRANSFERRED, 1)]
NOW = [
    (S.CLOSED, 4), (S.REALISED, 5), (S.UNDER_WAY, 3), (S.CLAIMED, 4), (S.PUBLISHED, 8), (S.PENDING, 4), (S.DECLINED, 1),
    (S.WITHDRAWN, 1), (S.TRANSFERRED, 2),
]  # fmt: skip
TAGGED = {
    ServiceTag.ALLOWANCE: Group.LOW_INCOME, ServiceTag.ALONE: Group.ALONE, ServiceTag.LIVES_ALONE: Group.ALONE,
    ServiceTag.EMPTY_NEST: Group.EMPTY_NEST, ServiceTag.DISABLED: Group.DISABLED, ServiceTag.JOBLESS: Group.LAID_OFF,
}  # fmt: skip
WALL_WAITS = 2
# The first of the wishes is no older; how many are asked for one, who is old, and who goes to school.
LONGEST, ENOUGH, OLD, PUPILS, STUDENTS = 410 * DAY, 80, 65, range(7, 14), 0.22
# Whose first claim came to nothing: (state it stands in now, number) → what became of the claim.
FIRST_IN_VAIN = {(S.CLOSED, 1): ClaimState.RELEASED, (S.PUBLISHED, 2): ClaimState.REFUSED}


def load(demo):
    """Say every wish, tell what became of it, and put the rows on their registers."""
    told = Wishing(demo)
    told.rounds()
    for campaign, plan in zip(told.campaigns, (BEFORE, NOW), strict=True):
        for state, many in plan:
            for n in range(many):
                told.wish(campaign, state, n)
    told.keep()


@dataclass
class When:
    """The days of one wish, each a few after the one before."""

    asked: date
    verified: date
    shown: date
    claimed: date
    begun: date
    realised: date
    closed: date


class Wishing:
    """The wishes while they are being told: rows, and pairs of an entry and its record, by register."""

    def __init__(self, demo):
        self.demo, self.party, self.dice = demo, demo.party, demo.dice("wishing")
        self.clerk, self.secretary = demo.people["clerk"], demo.people["secretary"]
        self.campaigns, self.consents, self.wishes, self.claims, self.lines = [], [], [], [], []
        # Known for longer than the first of the wishes is old; who is looked after first, then the old.
        known = [one for one in demo.residents if one.birth and one.created_at < moment(demo.day - LONGEST, 0)]
        aged = [(one, age_on(one.birth, demo.day)) for one in known]
        self.people = [one for one in known if one.care]
        self.people += [one for one, age in aged if age >= OLD and not one.care][: max(0, ENOUGH - len(self.people))]
        self.people = self.people or known
        self.children = [one for one, age in aged if age in PUPILS and not one.care]
        self.organisations = list(Organisation.objects.filter(kind=OrganisationKind.UNIT).order_by("pk"))
        self.said = {group: list(known) for group, known in words.WISHES.items()}

    def rounds(self):
        """The round of the year before, and the one of the last months."""
        day = self.demo.day
        for name, first, last in (
            (f"{day.year - 1} 年冬季点亮微心愿", day - 400 * DAY, day - 250 * DAY),
            (f"{day.year} 年第二轮点亮微心愿", day - 75 * DAY, day + 40 * DAY),
        ):
            row = Campaign(grid=self.demo.community, name=name, starts_on=first, ends_on=last, plan=words.PLAN)
            self.lines.append((newborn(row, by=self.secretary, at=moment(first - 3 * DAY, 10)), row))
            self.campaigns.append(row)
        over = self.campaigns[0]
        before, over.state = over.state, UseState.SHUT
        entry = saved(over, "", by=self.secretary, at=moment(over.ends_on + DAY, 10), from_state=before)
        entry.verb = "shut"
        self.lines.append((entry, over))

    # One wish -------------------------------------------------------------------------

    def wish(self, campaign, state, n):
        """From the first word to the state it stands in."""
        group, person = self._whose()
        category, sentence, amount, how = self._words(group)
        when = self._when(campaign, state, n)
        row = Wish(
            campaign=campaign, person=person, grid=person.grid, group=group, category=category, sentence=sentence,
            amount=amount, source=Source.VISIT if self.dice.random() < 0.7 else Source.DESK,
        )  # fmt: skip
        if (campaign, state, n) == (self.campaigns[-1], S.PENDING, 0):
            row.source = Source.DOOR
        head = self.party.head(self.demo.grids.index(person.grid))
        by = head if row.source == Source.VISIT else self.clerk
        self.lines.append((newborn(row, by=by, at=self._at(when.asked)), row))
        self.wishes.append(row)
        if state == S.PENDING and n % 2:
            return
        if state == S.DECLINED:
            self._move(row, "decline", when.verified, S.DECLINED, by=head, note=self.dice.choice(words.DECLINED))
            return
        how_asked = Verification.VISIT if self.dice.random() < 0.6 else Verification.CALL
        self._move(row, "verify", when.verified, None, by=head, verified_how=how_asked, verified_on=when.verified,
                   verified_by=head)  # fmt: skip
        self._tell(row, state, n, when, head, how)

    def _tell(self, row, state, n, when, head, how):
        """What became of a verified one."""
        if state == S.TRANSFERRED:
            self._move(row, "to_project", when.shown, state, by=self.clerk, note=self.dice.choice(words.TO_PROJECT))
        if state in SHOWN or state == S.WITHDRAWN:
            self._show(row, when)
        if state == S.WITHDRAWN:
            self._move(row, "withdraw", when.claimed, state, by=self.clerk, note=self.dice.choice(words.WITHDRAWN))
        if (state, n) in FIRST_IN_VAIN:
            self._claim_in_vain(row, when, FIRST_IN_VAIN[state, n])
        if state in SHOWN[1:]:
            self._claim(row, when, state, n)
        if state in SHOWN[2:]:
            self._move(row, "start", when.begun, S.UNDER_WAY, by=head)
        if state in SHOWN[3:]:
            self._realise(row, when, head, how)
        if state == S.CLOSED:
            self._ask(row, when, head)

    def _ask(self, row, when, head):
        """How it went, in the words of whoever wished."""
        told = {
            "answer": Answer.HAPPY if self.dice.random() < 0.8 else Answer.FAIR,
            "feedback": self.dice.choice(words.FEEDBACK),
            "thanks": self.dice.choice(words.THANKS),
        }
        self._move(row, "follow_up", when.closed, S.CLOSED, by=head, closed_on=when.closed, **told)
        if row.comrade:
            at, basis = row.updated_at, lambda: f"认领的微心愿 {row.code} 已实现"  # its number is known when it is kept
            self.party.awards.append(Award(row.comrade, RuleKey.WISH, at, basis, by=head, source=row, reviewed_by=head))

    def _whose(self):
        if self.children and self.dice.random() < STUDENTS:
            return Group.STUDENT, self._next(self.children)
        person = self._next(self.people)
        group = next((group for tag, group in TAGGED.items() if tag in person.care), Group.ELDER)
        return group, person

    def _next(self, people):
        """Somebody who was not asked lately; in a small place all are asked again."""
        people.append(people.pop(self.dice.randrange((len(people) + 1) // 2)))
        return people[-1]

    def _words(self, group):
        """(category, sentence, amount, how it came true); none is said twice as long as there are others."""
        known = self.said[Group.STUDENT if group == Group.STUDENT else None]
        known.append(known.pop(0))
        category, sentence, amount, how = known[-1]
        return category, sentence, Decimal(amount) if amount else None, how

    def _when(self, campaign, state, n):
        """Within the round; what waits on the wall waits for some days or for more than thirty."""
        first, dice = campaign.starts_on, self.dice
        if campaign is self.campaigns[0]:
            asked = first + dice.randint(1, 60) * DAY
        elif state == S.PUBLISHED:
            asked = self.demo.day - timedelta((40, 38, 12, 9, 8, 6, 5, 4)[n])
        elif state == S.PENDING:
            asked = self.demo.day - timedelta(2 + n % 2)
        else:
            asked = first + dice.randint(1, 25) * DAY
        steps = [asked]
        for least, most in ((1, 1), (1, 2), (1, 12), (1, 3), (1, 9), (1, 6)):
            steps.append(steps[-1] + dice.randint(least, most) * DAY)
        return When(*steps)

    def _show(self, row, when):
        given = Consent(
            person=row.person, grid=row.grid, purpose=Purpose.PUBLISH, way=ConsentWay.SIGNED, given_on=when.verified,
            guardian="母亲" if row.group == Group.STUDENT else "", note="心愿公示同意书，存社区",
        )  # fmt: skip
        self.lines.append((newborn(given, by=self.clerk, at=self._at(when.verified)), given))
        self.consents.append(given)
        self._move(row, "publish", when.shown, S.PUBLISHED, by=self.clerk, published_on=when.shown, consent=given)

    def _claim(self, row, when, state, n):
        by, kind, comrade, organisation = self.clerk, Claimant.MEMBER, None, None
        if state == S.CLAIMED and n < WALL_WAITS:
            by, kind = None, Claimant.OUTSIDER
        elif self.dice.random() < 0.2:
            kind, organisation = Claimant.ORGANISATION, self.dice.choice(self.organisations)
        else:
            comrade = self.dice.choice([one for one in self.party.comrades if one.since < self._at(when.claimed)])
        claim = Claim(
            wish=row, grid=row.grid, kind=kind, member=comrade and comrade.member, organisation=organisation,
            claimed_on=when.claimed, state=ClaimState.WAITING if by is None else ClaimState.LIVE,
        )  # fmt: skip
        if by is None:
            name, phone = words.OUTSIDERS[n]
            claim.contact = Contact(community=self.demo.community, name=name, phone=phone, purge_on=when.claimed + KEPT)
        at = self._at(when.claimed)
        self.lines.append((newborn(claim, by=by, at=at), claim))
        self.claims.append(claim)
        row.claim, row.comrade = claim, comrade
        self._move(row, "claim", when.claimed, S.CLAIMED, by=by, at=at, claimant=claim.member, claimed_on=when.claimed)

    def _claim_in_vain(self, row, when, came_to):
        """Somebody came first of whom nothing came; the wish hangs on the wall again the day after it was shown."""
        claim = Claim(wish=row, grid=row.grid, kind=Claimant.OUTSIDER, claimed_on=when.shown, state=ClaimState.WAITING)
        name, phone = words.OUTSIDERS[-1]
        claim.contact = Contact(community=self.demo.community, name=name, phone=phone, purge_on=when.shown + KEPT)
        at = self._at(when.shown)
        self.lines.append((newborn(claim, by=None, at=at), claim))
        self.claims.append(claim)
        self._move(row, "claim", when.shown, S.CLAIMED, by=None, at=at, claimed_on=when.shown)
        why = self.dice.choice(words.LET_GO)
        before, claim.state = claim.state, came_to
        entry = saved(claim, "", by=self.clerk, at=row.updated_at + timedelta(minutes=20), note=why, from_state=before)
        entry.verb = "refuse" if came_to == ClaimState.REFUSED else "release"
        self.lines.append((entry, claim))
        self._move(
            row, "release", when.shown, S.PUBLISHED, by=self.clerk, at=claim.updated_at, note=why, claimed_on=None
        )

    def _realise(self, row, when, head, how):
        share = self.dice.choice((Decimal("0.8"), Decimal("0.9"), Decimal(1)))
        spent = (row.amount * share).quantize(Decimal("0.01")) if row.amount else None
        at = self._at(when.realised)
        self._move(
            row, "realise", when.realised, S.REALISED, by=head, at=at, how=how, spent=spent, realised_on=when.realised
        )
        before, row.claim.state = row.claim.state, ClaimState.DONE
        entry = saved(row.claim, "", by=head, at=at, from_state=before)
        entry.verb = "realise"
        self.lines.append((entry, row.claim))

    def _at(self, day):
        return min(worked(self.dice, day), self.demo.until - timedelta(minutes=self.dice.randint(30, 500)))

    def _move(self, row, verb, day, state, *, by, at=None, note="", **values):
        """A move of a wish, at some hour of the day where no moment is told."""
        self.lines.append((moved(row, verb, state, by=by, at=at or self._at(day), note=note, **values), row))

    # On their registers -----------------------------------------------------------------

    def keep(self):
        """Rounds, consents, wishes, claims, each with its history."""
        contacts = [claim.contact for claim in self.claims if claim.contact]
        for contact in contacts:
            contact.save()
        self.demo.mark(*contacts)
        for model, rows in (
            (Campaign, self.campaigns), (Consent, self.consents), (Wish, self.wishes), (Claim, self.claims),
        ):  # fmt: skip
            for row in rows:
                # Set anew, a row that was written meanwhile has its key.
                for name in ("campaign", "consent", "wish", "contact"):
                    if any(field.name == name for field in model._meta.concrete_fields) and getattr(row, name):
                        setattr(row, name, getattr(row, name))
            self.party.keep(rows, [pair for pair in self.lines if type(pair[1]) is model])
