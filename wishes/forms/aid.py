"""What the ledger of the help fund asks for."""

from django import forms

from portal.clock import today
from portal.pages.forms import RecordForm
from wishes.choices import Way
from wishes.queries.aid import helped_lately


class EnterAid(RecordForm):
    """Money in or out; of somebody who was helped within a year it is asked whether that is meant."""

    again = forms.BooleanField(label="已经看过，确实要再帮一次", required=False)

    def _layout(self):
        self.initial.setdefault("on", today())
        return super()._layout()

    def clean(self):
        cleaned = super().clean()
        recipient, wish = cleaned.get("recipient"), cleaned.get("wish")
        if cleaned.get("way") != Way.OUT:
            return cleaned
        person = recipient.person_id if recipient else wish.person_id if wish else None
        before = helped_lately(person) if person else []
        if before and not cleaned.get("again"):
            self.add_error("again", f"一年内已经帮过：{'；'.join(before[:3])}。确实要再帮，请勾选后再登记。")
        return cleaned
