"""The last day's lines of the party's history in the demonstration, written after the issues so that the bell tells of them."""


def load(demo):
    """Write what waited."""
    demo.party.tell_fresh()
