"""Figures of the grid service, in the order their tables stand in the month's report."""

from grids.figures import card, order, person, visit
from grids.figures.issue import (
    accepted,
    closed,
    closed_on_time,
    closing_rate,
    content,
    content_rate,
    due,
    month,
    on_time_rate,
    overdue,
    reported,
    unsettled,
    unsettled_late,
    unsettled_today,
    visited,
)

__all__ = [
    "accepted",
    "card",
    "closed",
    "closed_on_time",
    "closing_rate",
    "content",
    "content_rate",
    "due",
    "month",
    "on_time_rate",
    "order",
    "overdue",
    "person",
    "reported",
    "unsettled",
    "unsettled_late",
    "unsettled_today",
    "visit",
    "visited",
]
