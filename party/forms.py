"""What the forms of the party room ask for."""

from django import forms

from accounts.models import User
from grids.models import Grid
from party.models import Organisation
from party.rules import BY_HAND
from portal.clock import today
from portal.pages.forms import MoveForm, RecordForm


class Register(RecordForm):
    """A member of the party; in-service members of units bring the day they checked in. Who it is stays as registered."""

    def _layout(self):
        self.fields["person"].disabled = bool(self.instance.pk)
        return super()._layout()

    def clean(self):
        cleaned = super().clean()
        for name in ("joined_on", "checked_in_on"):
            if cleaned.get(name) and cleaned[name] > today():
                self.add_error(name, "日期不能晚于今天，请核对。")
        return cleaned


class Transfer(MoveForm):
    """Where to, and which grid is served from there."""

    organisation = forms.ModelChoiceField(
        label="党组织", queryset=Organisation.objects.none(), error_messages={"required": "请选党组织。"}
    )
    grid = forms.ModelChoiceField(
        label="网格", queryset=Grid.objects.none(), required=False, help_text="不选就还在原来的网格"
    )


class Link(MoveForm):
    """Which account."""

    user = forms.ModelChoiceField(
        label="账号", queryset=User.objects.none(), error_messages={"required": "请选账号；没有的请系统管理员先开。"}
    )


class Enter(RecordForm):
    """Points entered by hand; those for records of other rooms come by themselves."""

    def _layout(self):
        self.initial.setdefault("on", today())
        self.fields["rule"].choices = [("", "请选规则"), *((key.value, key.label) for key in BY_HAND)]
        self.fields["basis"].help_text = "写清哪次会、哪项表彰、哪一天"
        return super()._layout()
