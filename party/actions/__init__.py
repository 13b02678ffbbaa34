"""Every write with a meaning in the party room; ``award`` and ``take_back`` are what rooms above use."""

from party.actions.points import award, take_back

__all__ = ["award", "take_back"]
