"""Periods of the calendar a report is about: a month, a quarter, a year, and what each is called."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.clock import start_of_day, today

MONTH, QUARTER, YEAR = "month", "quarter", "year"
LENGTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
ORDINALS = "一二三四"


@dataclass(frozen=True)
class Words:
    """What a kind of period is called: alone, the running one, the one before, the same a year ago, its report."""

    name: str
    this: str
    last: str
    year_ago: str
    report: str


WORDS = {
    MONTH: Words("月", "本月", "上月", "去年同月", "月报"),
    QUARTER: Words("季度", "本季度", "上季度", "去年同季", "季报"),
    YEAR: Words("年", "本年", "上年", "", "年报"),
}


@dataclass(frozen=True)
class Period:
    """A month, a quarter or a year, known by its first day."""

    kind: str
    first: date

    @classmethod
    def of(cls, day, kind=MONTH):
        """The period of the kind that holds the day."""
        length = LENGTHS[kind]
        return cls(kind, day.replace(month=(day.month - 1) // length * length + 1, day=1))

    @property
    def words(self):
        """What such a period is called."""
        return WORDS[self.kind]

    @property
    def months(self):
        """The first days of its months."""
        found = [self.first]
        while len(found) < LENGTHS[self.kind]:
            found.append((found[-1] + timedelta(days=31)).replace(day=1))
        return tuple(found)

    @property
    def bounds(self):
        """Its first moment and that of the next, so it is start <= moment < end."""
        return start_of_day(self.first), start_of_day(self.after().first)

    @property
    def is_running(self):
        """Whether it has not ended."""
        return self.after().first > today()

    def before(self):
        """The one before."""
        return self.of(self.first - timedelta(days=1), self.kind)

    def after(self):
        """The next one."""
        return self.of(self.months[-1] + timedelta(days=31), self.kind)

    def year_before(self):
        """The same one last year."""
        return Period(self.kind, self.first.replace(year=self.first.year - 1))

    def compared(self):
        """The period with those it is read beside: the one before, the same a year ago; of a year they are one."""
        return tuple(dict.fromkeys((self, self.before(), self.year_before())))

    @property
    def label(self):
        """As it stands on paper: 2026年10月, 2026年第三季度, 2026年."""
        part = {MONTH: f"{self.first.month}月", QUARTER: f"第{self._ordinal}季度", YEAR: ""}[self.kind]
        return f"{self.first.year}年{part}"

    @property
    def heading(self):
        """As it stands above a page: 2026 年 10 月, 2026 年第三季度, 2026 年."""
        first = self.first
        part = {MONTH: f" {first.month} 月", QUARTER: f"第{self._ordinal}季度", YEAR: ""}[self.kind]
        return f"{first.year} 年{part}"

    @property
    def short(self):
        """As it is called beside its neighbours: 10 月, 三季度, 2026 年."""
        first = self.first
        return {MONTH: f"{first.month} 月", QUARTER: f"{self._ordinal}季度", YEAR: f"{first.year} 年"}[self.kind]

    @property
    def query(self):
        """The parameters of an address that name it; a month needs no kind, so links of old stay as they were."""
        named = {"month": f"{self.first:%Y-%m}"}
        return named if self.kind == MONTH else named | {"period": self.kind}

    @property
    def _ordinal(self):
        return ORDINALS[(self.first.month - 1) // LENGTHS[QUARTER]]
