"""The help fund of the demonstration: as much in each purse as the source states, two students, and who was helped out."""

from datetime import timedelta
from decimal import Decimal

from grids.identity import age_on
from party.models import Organisation
from reports.demo.partying import DAY, moment, worked
from reports.demo.story import moved, newborn
from wishes.choices import FundSource, Help, RecipientState, Way
from wishes.models import Aid, Fund, Recipient

# (name, source, what came in: days ago, yuan, from whom).
FUNDS = [
    ("爱心助学金", FundSource.DONATION, [(330, "3000", "辖区商户捐款箱"), (120, "2260", "演示商贸有限公司党支部")]),
    ("计生协会救助金", FundSource.FAMILY_PLANNING, [(200, "3200", "区计生协会")]),
    ("政府临时救助金", FundSource.RELIEF, [(160, "2300", "街道办事处民政")]),
]
# (fund, help, days ago on which money went out, yuan, for what, why).
HELPED = [
    (0, Help.STUDENT, (320, 85), "1000", "学期生活补助", "家里老人常年看病，学费有困难"),
    (0, Help.STUDENT, (318, 84), "800", "学期生活补助", "父母在外打工，跟奶奶生活"),
    (1, Help.HARDSHIP, (190,), "1500", "助学救助", "贫困生，计生协会定点"),
    (1, Help.HARDSHIP, (188,), "1500", "助学救助", "贫困生，计生协会定点"),
    (2, Help.RELIEF, (150,), "1200", "临时救助", "家中失火，一时周转不开"),
    (2, Help.RELIEF, (140,), "800", "临时救助", "外来务工摔伤，停了收入"),
]
ENDED = (4, 5)


def load(demo):
    """Found the purses, choose who is helped, and write the ledger in order of time."""
    told = Aiding(demo)
    told.fill()
    told.spend(_whom(demo, told.dice))
    told.keep()


class Aiding:
    """The help fund while it is being told of: rows by register, and pairs of an entry and its record."""

    def __init__(self, demo):
        self.demo, self.dice = demo, demo.dice("aiding")
        self.clerk, self.secretary = demo.people["clerk"], demo.people["secretary"]
        self.funds, self.recipients, self.entries, self.lines = [], [], [], []

    def fill(self):
        """The purses, and what came into each."""
        for n, (name, source, came) in enumerate(FUNDS):
            fund = Fund(grid=self.demo.community, name=name, source=source)
            self._put(self.funds, fund, self.secretary, moment(self.demo.day - 340 * DAY, 9, n * 5))
            purpose = "爱心捐款" if source == FundSource.DONATION else "拨款"
            for ago, amount, giver in came:
                self._enter(fund, ago, amount, Way.IN, giver=giver, purpose=purpose)

    def spend(self, whom):
        """Who is helped, and what they got."""
        organisations = list(Organisation.objects.order_by("pk"))
        for n, (at, kind, days, amount, purpose, reason) in enumerate(HELPED):
            first = self.demo.day - (max(days) + 3) * DAY
            row = Recipient(person=whom[n], grid=whom[n].grid, kind=kind, reason=reason, since=first)
            if kind == Help.STUDENT:
                row.organisation, row.yearly = organisations[-1 - n], Decimal(2000)
            self._put(self.recipients, row, self.clerk, worked(self.dice, first))
            for ago in sorted(days, reverse=True):
                receipt = f"LK-{self.demo.day.year}-{len(self.entries):03}"
                self._enter(self.funds[at], ago, amount, Way.OUT, recipient=row, purpose=purpose, receipt=receipt)
            if n in ENDED:
                _end(row, self.demo.day - (min(days) - 20) * DAY, self.clerk, self.lines)

    def keep(self):
        """Purses, recipients, entries, each with its history."""
        for row in (*self.funds, *self.recipients, *self.entries):
            rows = [pair for pair in self.lines if pair[1] is row]
            if isinstance(row, Aid):
                # Set anew, a row that was written meanwhile has its key.
                row.fund, row.recipient = row.fund, row.recipient
            self.demo.party.keep([row], rows)

    def _put(self, rows, row, by, at):
        self.lines.append((newborn(row, by=by, at=at), row))
        rows.append(row)

    def _enter(self, fund, ago, amount, way, **told):
        day = self.demo.day - ago * DAY
        row = Aid(grid=self.demo.community, fund=fund, way=way, on=day, amount=Decimal(amount), **told)
        row.reviewed_by = self.secretary
        self._put(self.entries, row, self.clerk, worked(self.dice, day))
        fund.balance += row.amount if way == Way.IN else -row.amount


def _whom(demo, dice):
    """Two pupils, two more, and two who work, all on the register for long."""
    known = [one for one in demo.residents if one.birth and one.created_at < moment(demo.day - 330 * DAY, 0)]
    pupils = [one for one in known if 8 <= age_on(one.birth, demo.day) <= 16]
    grown = [one for one in known if 25 <= age_on(one.birth, demo.day) <= 60]
    return [*dice.sample(pupils, 4), *dice.sample(grown, 2)]


def _end(row, day, by, lines):
    at = moment(day, 15) + timedelta(minutes=7)
    told = {"by": by, "at": at, "note": "难关已过，本人说不用再帮。", "until": day}
    lines.append((moved(row, "end", RecipientState.ENDED, **told), row))
