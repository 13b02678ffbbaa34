"""The grid tree and what hangs on it."""

from grids.models.grid import Grid
from grids.models.issue import Issue
from grids.models.stated import StatedFigure

__all__ = ["Grid", "Issue", "StatedFigure"]
