"""Which values stay when two rows become one."""

from django import forms

from grids.actions.merge import GROUPS
from grids.choices import PersonState
from grids.models import Person
from portal.masks import mask, mask_free_text
from portal.pages.fields import plain_words
from portal.pages.forms import narrow

MINE, THEIRS = "kept", "gone"
LABELS = {
    "name": "姓名",
    "papers": "证号、出生、性别",
    "home": "住处",
    "phone": "电话",
    "registered": "户籍地址",
    "occupation": "职业",
    "support": "帮扶情况",
}


class Join(forms.Form):
    """One choice for each group of values that differ; what both say alike, or only one says, is not asked."""

    gone = forms.ModelChoiceField(
        label="与哪一条合并", queryset=Person.objects.none(), error_messages={"required": "请选要并入的那一条。"}
    )
    note = forms.CharField(
        label="凭什么认定是同一人",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "class": "in", "placeholder": "如 证件核对一致，前年登记时少写一位"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    other_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, page, user, kept, other, **kwargs):
        self.kept, self.other = kept, other
        super().__init__(*args, **kwargs)
        narrow(self.fields["gone"], Person, user=user, verb="merge", page=page)
        self.initial |= {"version": kept.version, "gone": other.pk if other else None}
        self.initial["other_version"] = other.version if other else None
        for name in self.asked():
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name],
                choices=[(MINE, self._told(name, kept)), (THEIRS, self._told(name, other))],
                widget=forms.RadioSelect({"class": "ck dotted"}),
                initial=self._likely(name),
            )
        for field in self.fields.values():
            plain_words(field)

    def differing(self):
        """Groups of values in which the two rows differ."""
        if self.other is None:
            return []
        return [name for name in GROUPS if self._values(name, self.kept) != self._values(name, self.other)]

    def asked(self):
        """Those of them where both rows say something."""
        return [name for name in self.differing() if self._says(name, self.kept) and self._says(name, self.other)]

    def taken(self):
        """The groups whose values come from the other row: chosen ones, and those only it has."""
        chosen = {name for name in self.asked() if self.cleaned_data[name] == THEIRS}
        missing = {
            name for name in self.differing() if not self._says(name, self.kept) and self._says(name, self.other)
        }
        return [name for name in GROUPS if name in chosen | missing]

    def choices(self):
        """The asked groups as bound fields, for the page."""
        return [self[name] for name in self.asked()]

    def alone(self):
        """(label, words) of what only the other row has: it is taken over without asking."""
        names = [name for name in self.differing() if not self._says(name, self.kept)]
        return [(LABELS[name], self._told(name, self.other)) for name in names if self._says(name, self.other)]

    def _values(self, name, person):
        return [getattr(person, Person._meta.get_field(field).attname) for field in GROUPS[name]]

    def _says(self, name, person):
        # A tie is always there; without a dwelling it says nothing, unless that somebody went away.
        if name == "home":
            return bool(person.household_id) or person.state != PersonState.PRESENT
        return any(getattr(person, Person._meta.get_field(field).attname) for field in GROUPS[name])

    def _likely(self, name):
        """Whose value is offered first: where one lives here and one went away, the one who lives here."""
        here = [one.state == PersonState.PRESENT for one in (self.kept, self.other)]
        return THEIRS if name == "home" and here == [False, True] else MINE

    def _told(self, name, person):
        parts = []
        for field in (Person._meta.get_field(one) for one in GROUPS[name]):
            value = getattr(person, field.name)
            if value in (None, ""):
                continue
            kind = getattr(field, "mask", None)
            if kind and field.name != "name":
                value = mask(value, kind)
            elif isinstance(value, str) and field.name != "name" and not field.choices:
                value = mask_free_text(value)
            elif field.choices:
                value = getattr(person, f"get_{field.name}_display")()
            parts.append(str(getattr(value, "door", value)))
        return " · ".join(parts) or "没有填"
