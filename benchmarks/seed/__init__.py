"""A large community to measure in: seven grids with their people, and four years of issues with all that belongs to them."""

from benchmarks.seed.town import settle
from benchmarks.seed.writing import analyse, issues, told

__all__ = ["analyse", "issues", "settle", "told"]
