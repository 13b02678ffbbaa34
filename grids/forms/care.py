"""What managed care asks for."""

from grids.actions.care import line_of
from grids.choices import ManagedState
from grids.forms.about import About
from grids.models import Grid, ManagedCare
from grids.models.care import ENDS_FIRST, TWICE
from portal.clock import today
from portal.reach import grants

NOT_YOURS = "这一类不归您的条线管，请由管这个条线的工作人员或书记登记。"
NOT_YET = "起始日期不能晚于今天。"


class TakeOn(About):
    """Managed care of one kind.

    The line is judged before anything the register holds is asked: whoever does not manage a kind gets the same answer
    for everybody, in it or not.
    """

    def clean(self):
        cleaned = super().clean()
        person, kind = cleaned.get("person"), cleaned.get("kind")
        if person and kind and "line" in cleaned:
            if not self._manages(person, kind, cleaned["line"]):
                self.add_error("kind", NOT_YOURS)
            elif self._stands_already(person, kind):
                self.add_error("kind", TWICE)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and since > today():
            self.add_error("since", NOT_YET)
        elif since and until and until < since:
            self.add_error("until", ENDS_FIRST)
        return cleaned

    def _manages(self, person, kind, chosen):
        """Both the line that was chosen and the one that usually answers for the kind are the user's, there."""
        usual = line_of(kind, person.grid.community_id)
        asked = {line and line.pk for line in (chosen or usual, usual)}
        for grant in grants(self.user, "edit" if self.instance.pk else "add", ManagedCare):
            if grant.lines and not asked <= set(grant.lines):
                continue
            if Grid.objects.filter(grant.nodes, pk=person.grid_id).exists():
                return True
        return False

    def _stands_already(self, person, kind):
        if self.instance.pk and self.instance.state != ManagedState.ACTIVE:
            return False
        same = ManagedCare._base_manager.filter(person=person, kind=kind, state=ManagedState.ACTIVE)
        return same.exclude(pk=self.instance.pk).exists()
