"""Pages of the reports, and their place in the navigation."""

from portal.models import MonthLock
from portal.pages import Link, links
from reports.pages.export import Export
from reports.pages.home import Counts, Home
from reports.pages.line import month
from reports.pages.lock import Locking
from reports.pages.monthly import Monthly
from reports.pages.terms import Terms

links.append(Link("月报与台账", "monthly", "table", "统计", MonthLock))

__all__ = ["Counts", "Export", "Home", "Locking", "Monthly", "Terms", "month"]
