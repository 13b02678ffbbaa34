"""Locks go from an issue to what hangs on it; two who lock the other way round would wait for each other."""

from grids.models import Issue


def locked_issue(pk):
    """The issue as it is now, locked until the transaction ends."""
    return Issue.objects.select_for_update(of=("self",)).get(pk=pk)
