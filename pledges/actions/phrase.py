"""Writes on stock phrases."""

from grids.actions.setup import reuse, shut

__all__ = ["reuse", "shut"]
