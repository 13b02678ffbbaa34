"""What is done in the test-only room."""

from portal.moves import moving


def close(diary, *, by, note=""):
    """Close a diary page."""
    with moving(diary, "close", by=by, note=note):
        pass


def assign(case, *, by, mediators, note=""):
    """Put a case into the hands of mediators."""
    with moving(case, "assign", by=by, note=note) as case:
        case.relate(mediators=mediators)


def settle(case, *, by, note):
    """Settle a case."""
    with moving(case, "settle", by=by, note=note):
        pass


def publish(notice, *, by, note=""):
    """Hang a notice on the public wall."""
    with moving(notice, "publish", by=by, note=note):
        pass


def reverse(stamp, *, by, note):
    """Put wrongly given points right."""
    stamp.reverse(by=by, note=note)
