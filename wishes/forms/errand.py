"""What duties and errands ask for."""

from datetime import timedelta

from django import forms

from grids.forms.moves import day, written
from party.models import Member
from portal.clock import today
from portal.pages.forms import MoveForm, RecordForm
from portal.pages.widgets import Tiles
from wishes.choices import ERRAND_ICONS, Heard
from wishes.models import Errand
from wishes.models.errand import LEAST, MOST

ERRAND_KIND = Tiles("cats", icons={str(key): icon for key, icon in ERRAND_ICONS.items()})
NOBODY = "还没有派给谁，请先“派给党员”。"


def hours(label, **options):
    """A time spent, by the half hour."""
    wrong = {
        "required": "请填用了几小时。",
        "min_value": "最少 0.5 小时。",
        "max_value": "最多 8 小时；更久的不是微帮。",
        "step_size": "请按半小时填，如 0.5、1、1.5。",
    }
    bounds = {"min_value": LEAST, "max_value": MOST, "step_size": LEAST}
    return forms.DecimalField(label=label, max_digits=3, decimal_places=1, error_messages=wrong, **bounds, **options)


class OnDuty(RecordForm):
    """Who is on duty where and when; with a last day, on that day of each week up to it."""

    until = day("每周这一天，一直排到", required=False, help_text="不填就只排这一天")

    def _layout(self):
        self.initial.setdefault("on", today())
        return super()._layout()

    def writing(self):
        return self.page.add, {"until": self.cleaned_data.get("until")}, "排班"


class Ask(RecordForm):
    """Who needs what, today or tomorrow; where to come is the home unless something else is said."""

    def _layout(self):
        fields, first = self.fields, self.instance.asked_on or today()
        days = {first + timedelta(n): word for n, word in enumerate(("今天", "明天"))}
        if self.instance.pk:
            days = {one: f"{one:%m-%d}" for one in days}
        fields["wanted_on"].widget = Tiles("pick", hints={str(one): f"{one:%m-%d}" for one in days})
        fields["wanted_on"].widget.choices = [(str(one), word) for one, word in days.items()]
        fields["wanted_on"].error_messages["required"] = "请选今天还是明天。"
        fields["sentence"].widget = forms.Textarea(attrs={"rows": 2, "maxlength": 80})
        self.initial.setdefault("wanted_on", first)
        return super()._layout()


class Offer(MoveForm):
    """Whom to ask besides those on duty."""

    member = forms.ModelChoiceField(
        label="党员", queryset=Member.objects.none(), error_messages={"required": "请选派给哪位党员。"}
    )


class Accept(MoveForm):
    """Members take it for themselves; staff write down which of those it was offered to said yes on the phone."""

    member = forms.ModelChoiceField(
        label="谁答应了",
        queryset=Member.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "请选是哪位党员答应的。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Staff of that very grid; elsewhere they are members like any other.
        if not Errand.objects.within_reach(self.user, "offer").filter(pk=self.record.pk).exists():
            del self.fields["member"]
            return
        field, mine = self.fields["member"], Member.objects.within_reach(self.user, "view")
        seen = set(mine.filter(offered_errands=self.record.pk).values_list("pk", flat=True))
        field.queryset = self.record.offered.select_related("person", "organisation").order_by("pk")
        field.label_from_instance = lambda one: f"{one.card_to(seen=one.pk in seen)}（{one.organisation.name}）"
        field.help_text = "" if field.queryset else NOBODY


class Finish(MoveForm):
    """How it was done and how long it took."""

    how = written(
        "怎么办的",
        rows=2,
        most=120,
        placeholder="如 药取回来了，放在桌上",
        error_messages={"required": "请写一句怎么办的。"},
    )
    hours = hours("用了几小时", initial=1, help_text="半小时起，按 0.5 填；致谢以后按它记服务积分")


class Thank(MoveForm):
    """What the neighbour says, and how many hours count."""

    answer = forms.ChoiceField(
        label="本人怎么答",
        choices=Heard,
        widget=forms.RadioSelect,
        error_messages={"required": "请选本人怎么答的。"},
    )
    hours = hours("记几小时", help_text="党员自己填的，与本人说的不一样就改")
    thanks = written("本人怎么说", rows=2, most=120, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("hours", self.record.hours)
