"""Setting the two clocks of an issue; only moves do."""

from grids.choices import IssueState, Stage
from grids.limits import Limits

# The step an issue waits in, by its state; suspended and finished issues have none of their own.
STAGES = {
    IssueState.REPORTED: Stage.ACCEPT,
    IssueState.RETURNED: Stage.MEND,
    IssueState.ACCEPTED: Stage.START,
    IssueState.HANDLING: Stage.HANDLE,
    IssueState.CHECKING: Stage.CHECK,
}


def begin(issue, at, limits=None):
    """Start both clocks at the moment: a fresh report, one reopened or resumed."""
    limits = limits or Limits.of(issue.community_id or issue.grid.community_id)
    issue.clock_from = at
    set_total(issue, limits.due(issue, Stage.TOTAL, at))
    enter(issue, issue.state, at, limits)


def set_total(issue, moment, *, by_hand=False):
    """Move the total limit; months go on judging a reopened issue by its first one. ``by_hand``: no rule would give it."""
    issue.due_at = moment
    if not issue.redone:
        issue.first_due_at = moment
    issue.due_fixed = by_hand


def put_off(issue, time):
    """Move the total limit and what an extension is counted from by a length of time, back where it is negative."""
    issue.clock_from += time
    set_total(issue, issue.due_at + time, by_hand=True)


def enter(issue, state, at, limits=None):
    """Start the clock of the step that belongs to a state; none runs once it is closed."""
    stage = STAGES.get(state)
    if stage is None:
        issue.stage_from = issue.stage_due_at = None
        return
    limits = limits or Limits.of(issue.community_id or issue.grid.community_id)
    issue.stage_from = at
    issue.stage_due_at = limits.due(issue, stage, at)


def hold_stage(issue, moment):
    """Set the step's limit to a moment a person chose: a look date, a department's reply."""
    issue.stage_from, issue.stage_due_at = None, moment
