"""Rows about somebody."""

from portal.pages.forms import RecordForm


class About(RecordForm):
    """A row about a person: its words may be put right, whom it is about stays as first written."""

    def _layout(self):
        self.fields["person"].disabled = bool(self.instance.pk)
        return super()._layout()
