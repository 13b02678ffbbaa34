"""A demonstration town small enough to be made for each test: of every kind of household, unit and visit some."""

from reports.demo import town, units

HOUSEHOLDS, SETTLED, FLOATING = [(3, 1, 4)] * 7, 84, 119


def shrink(monkeypatch):
    """56 households in seven grids instead of 924."""
    monkeypatch.setattr(town, "HOUSEHOLDS", HOUSEHOLDS)
    monkeypatch.setattr(town, "SETTLED", SETTLED)
    monkeypatch.setattr(town, "FLOATING", FLOATING)
    monkeypatch.setattr(town, "SETTLED_IN_BOTH", 14)
    monkeypatch.setattr(town, "FLOATING_IN_BOTH", 7)
    monkeypatch.setattr(units, "SHOPS", (2,) * 7)
