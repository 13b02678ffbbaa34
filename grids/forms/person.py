"""What a person's entry and the moves of a person ask for."""

from django import forms
from django.db.models import Q

from grids.choices import PersonState, Relation, RelocationKind, ServiceTag, Tie, UseState
from grids.forms.moves import day
from grids.models import Grid, Household, Person
from grids.models.person_moves import last_going
from grids.queries.person import bearing
from grids.registering import completed, wrong_day
from portal.clock import today
from portal.models import Entry
from portal.pages.forms import MoveForm, RecordForm

ARRIVALS = [("", "早就住在这里"), *((one, one.label) for one in (RelocationKind.ARRIVED, RelocationKind.BORN))]
TWIN = "{who}与这一位同名同生日。如果确实是另一个人，请再点一次保存。"
TAKEN = "这个身份证号已经登记过（{where}），不要重复登记；搬来的请办“搬家”或“迁回”。"
SECOND_HEAD = "这一户已经有户主，请改填与户主的关系。"
LIVING = ("household", "relation", "residence")
ARRIVED = ("arrival", "arrived_on", "arrived_from")


def heads(household):
    """Condition: the head of a dwelling."""
    return Q(household=household, relation=Relation.HEAD, state=PersonState.PRESENT)


class Register(RecordForm):
    """A person as staff enter one; the ID number tells birth and sex, the household tells the grid."""

    arrival = forms.ChoiceField(label="怎么来的", choices=ARRIVALS, required=False)
    arrived_on = day("哪天来的", required=False)
    arrived_from = forms.CharField(label="从哪里来", max_length=60, required=False, help_text="写到县区，如 榆阳区")

    def _layout(self):
        # It follows from the dwelling; only who has none is asked.
        self.fields["grid"].required = False
        self.fields["grid"].help_text = "住在户里的随户，不用选"
        for name in LIVING:
            self.fields[name].asked = self._is_here
        for name in () if self._is_here else ("household", "relation"):
            self.fields[name].disabled, self.fields[name].widget = True, forms.HiddenInput()
        if self.instance.pk:
            for name in ARRIVED:
                del self.fields[name]
        return super()._layout()

    @property
    def _is_here(self):
        """Whoever left or died has no dwelling, and is only corrected."""
        return self.instance.state == PersonState.PRESENT

    def clean(self):
        cleaned = super().clean()
        values, wrong = completed(cleaned, today(), here=self._is_here)
        for name, sentence in wrong.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, f"{sentence}。")
        cleaned |= {name: value for name, value in values.items() if name not in self.errors}
        if cleaned.get("household"):
            cleaned["grid"] = cleaned["household"].grid
        elif cleaned.get("tie") == Tie.ASSOCIATE and cleaned.get("grid"):
            cleaned["grid"] = cleaned["grid"].community
        elif not cleaned.get("grid") and "household" not in self.errors:
            self.add_error("grid", "请选网格。")
        if wrong := wrong_day(cleaned.get("arrived_on"), cleaned.get("birth"), today()):
            self.add_error("arrived_on", f"{wrong}。")
        if not cleaned.get("arrival") and (cleaned.get("arrived_on") or cleaned.get("arrived_from")):
            self.add_error("arrival", "填了哪天来、从哪里来，请选是迁入还是出生；早就住在这里的不用填。")
        self._once_only(cleaned)
        self._ask_about_twins(cleaned)
        return cleaned

    def _once_only(self, cleaned):
        """What the database would refuse is told in words: a number borne already, a second head."""
        others = Person.objects.exclude(pk=self.instance.pk)
        if cleaned.get("id_number") and cleaned.get("grid"):
            twin = others.filter(bearing(cleaned["grid"].community_id, cleaned["id_number"])).first()
            if twin is not None:
                seen = self.page.rows(self.user).filter(pk=twin.pk).exists()
                self.add_error("id_number", TAKEN.format(where=twin.code if seen else twin.grid))
        household, as_head = cleaned.get("household"), cleaned.get("relation") == Relation.HEAD
        if household and as_head and others.filter(heads(household)).exists():
            self.add_error("relation", SECOND_HEAD)

    def _ask_about_twins(self, cleaned):
        """Two of one name and birthday are asked about once; nobody is refused for it."""
        if self.errors or cleaned.get("sure") or not (cleaned.get("name") and cleaned.get("birth")):
            return
        here = cleaned["grid"].community_id
        same = Person.objects.filter(self.page.pickable, community=here, name=cleaned["name"], birth=cleaned["birth"])
        if twin := same.exclude(pk=self.instance.pk).select_related("grid").order_by("pk").first():
            seen = self.page.rows(self.user).filter(pk=twin.pk).exists()
            self.add_error(None, TWIN.format(who=twin.code if seen else f"{twin.grid}有一位"))
            self.data = self.data.copy()
            self.data["sure"] = "1"

    def writing(self):
        answers = {
            "arrival": self.cleaned_data.get("arrival", ""),
            "on": self.cleaned_data.get("arrived_on"),
            "place": self.cleaned_data.get("arrived_from", ""),
        }
        return "register", answers, "登记"


class Care(MoveForm):
    """Which tag."""

    care = forms.ChoiceField(
        label="标签", choices=[("", "请选标签"), *ServiceTag.choices], error_messages={"required": "请选标签。"}
    )


class Happened:
    """A day that has come, of a life that has begun."""

    def clean_on(self):
        on = self.cleaned_data["on"]
        if wrong := wrong_day(on, self.record.birth, today()):
            raise forms.ValidationError(f"{wrong}。")
        return on


class Nearby(MoveForm):
    """Where to, within the community."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if self.record and isinstance(field, forms.ModelChoiceField):
                field.queryset = field.queryset.filter(community=self.record.community_id)


class Dwelling(Happened, Nearby):
    """Into which household, and as what."""

    household = forms.ModelChoiceField(
        label="住户", queryset=Household.objects.none(), error_messages={"required": "请选住户。"}
    )
    relation = forms.ChoiceField(label="与户主关系", choices=Relation, error_messages={"required": "请选与户主关系。"})
    on = day("哪天", required=False)

    def clean(self):
        cleaned = super().clean()
        household, as_head = cleaned.get("household"), cleaned.get("relation") == Relation.HEAD
        if household and as_head and Person.objects.filter(heads(household)).exclude(pk=self.record.pk).exists():
            self.add_error("relation", SECOND_HEAD)
        return cleaned


class Return(Dwelling):
    """The same, and from where."""

    place = forms.CharField(label="从哪里来", max_length=60, required=False)


class Restore(Dwelling):
    """The dwelling somebody never left, unless it has been shut since, and as what."""

    on = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.record.tie == Tie.ASSOCIATE:
            del self.fields["household"], self.fields["relation"]
            return
        going = last_going(self.record)
        if going and going.left and going.left.state == UseState.OPEN:
            self.initial.setdefault("household", going.left_id)
        gone = Entry.objects.own(self.record).filter(verb__in=("leave", "die")).order_by("-pk").first()
        told = gone.changes.get("relation", [""])[0] if gone else ""
        self.initial.setdefault("relation", next((one for one in Relation if one.label == told), ""))


class Leave(Happened, MoveForm):
    """When and where to."""

    on = day("哪天", required=False)
    place = forms.CharField(label="迁到哪里", max_length=60, required=False, help_text="写到县区，如 榆阳区")


class Die(Happened, MoveForm):
    """When."""

    on = day("哪天", required=False)


class Regrid(Nearby):
    """Into which grid."""

    to = forms.ModelChoiceField(
        label="新的网格", queryset=Grid.objects.none(), error_messages={"required": "请选网格。"}
    )
