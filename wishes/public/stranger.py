"""What every form for strangers has in common: how to reach them, and a trap for machines."""

from django import forms

from portal.masks import phone_digits
from portal.pages.widgets import Textarea

PHONE = range(7, 13)
UNREADABLE = "电话看不清，请写 11 位手机号或带区号的座机。"


def boxed(label, most, *, rows=0, **options):
    """A box to write in; of several lines where there are ``rows``."""
    look = {"class": "in", **options.pop("attrs", {})}
    widget = Textarea(attrs=look | {"rows": rows}) if rows else forms.TextInput(attrs=look)
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


class Stranger(forms.Form):
    """Who it is. ``website`` is hidden from people; what fills it in is a machine."""

    name = boxed("怎么称呼您", 20, attrs={"autocomplete": "name"}, error_messages={"required": "请写怎么称呼您。"})
    phone = boxed(
        "电话",
        24,
        attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
        error_messages={"required": "请留电话，社区要和您联系。"},
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    def clean_phone(self):
        phone = phone_digits(self.cleaned_data["phone"])
        if phone and (not phone.isdigit() or len(phone) not in PHONE):
            raise forms.ValidationError(UNREADABLE)
        return phone

    @property
    def is_trapped(self):
        """Whether a machine filled it in."""
        return bool(self.cleaned_data.get("website"))
