"""Pages of the grid service."""

from grids.pages.issue import Issues

__all__ = ["Issues"]
