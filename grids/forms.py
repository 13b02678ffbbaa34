"""What the forms of the grid service ask for."""

from datetime import timedelta

from django import forms

from accounts.models import User
from grids.choices import Channel, Outcome, Satisfaction
from grids.models import Department, Issue
from portal.clock import today
from portal.pages.forms import MoveForm
from portal.photos import PhotosField


def _moment(label, **options):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


def _day(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def _text(label, rows=3, most=500, **options):
    placeholder = options.pop("placeholder", "")
    widget = forms.Textarea(attrs={"rows": rows, **({"placeholder": placeholder} if placeholder else {})})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


class Submit(MoveForm):
    """What was done, and pictures of it."""

    result = _text(
        "处置结果",
        rows=4,
        placeholder="做了什么、现在怎样，如 井盖已更换并压实",
        error_messages={"required": "请写明处置结果，核查和回访都要看。"},
    )
    photos = PhotosField(label="处置后照片", required=False)


class Progress(MoveForm):
    """How far it has come, and pictures."""

    photos = PhotosField(label="照片", required=False)


class Assign(MoveForm):
    """Whose hands it goes into."""

    handler = forms.ModelChoiceField(
        label="承办人", queryset=User.objects.none(), error_messages={"required": "请选承办人。"}
    )


class Dispatch(MoveForm):
    """To which department, what is asked, by when."""

    department = forms.ModelChoiceField(
        label="部门", queryset=Department.objects.none(), error_messages={"required": "请选部门。"}
    )
    request = _text("交办要求", rows=4, placeholder="请贵单位做什么、做到什么程度")
    reply_due_at = _moment("要求回复时间", required=False, help_text="不填就按办理时限里“部门回复”计算")


class Extend(MoveForm):
    """Until when."""

    until = _moment("延到什么时候", error_messages={"required": "请填延到什么时候。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", self.record.due_at + timedelta(days=3))


class Suspend(MoveForm):
    """When to look again."""

    look_on = _day("哪天再看", error_messages={"required": "请填哪天再看。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("look_on", today() + timedelta(days=30))


class Void(MoveForm):
    """Which issue it repeats, if any."""

    duplicate_of = forms.ModelChoiceField(
        label="与哪一件重复",
        queryset=Issue.objects.none(),
        required=False,
        help_text="重复的请选，误报、不归社区管的不用选",
    )


class CallBack(MoveForm):
    """How the resident was asked and what they said."""

    channel = forms.ChoiceField(label="方式", choices=Channel, initial=Channel.PHONE)
    satisfaction = forms.ChoiceField(
        label="满意度",
        choices=Satisfaction,
        widget=forms.RadioSelect,
        error_messages={"required": "请选居民满意不满意。"},
    )
    words = _text("居民怎么说", required=False)


class Split(MoveForm):
    """Titles of the parts, one a line."""

    titles = _text(
        "拆出的事项",
        rows=5,
        most=600,
        help_text="每行写一件的标题，最多 9 件",
        error_messages={"required": "请写要拆出的事项，每行一件。"},
    )

    def clean_titles(self):
        titles = [line.strip() for line in self.cleaned_data["titles"].splitlines() if line.strip()]
        if long := next((title for title in titles if len(title) > 60), None):
            raise forms.ValidationError(f"“{long[:12]}…”超过 60 个字，请精简。")
        return titles


class Reply(MoveForm):
    """What the department answered and when."""

    outcome = forms.ChoiceField(label="部门意见", choices=Outcome, widget=forms.RadioSelect)
    text = _text("回复内容", rows=4, most=1000, error_messages={"required": "请写部门怎么回复的。"})
    replied_at = _moment("回复时间", required=False, help_text="不填就是现在")
    photos = PhotosField(label="回复函照片", required=False)


class Rate(MoveForm):
    """How well the department did."""

    rating = forms.ChoiceField(label="评价", choices=Satisfaction, widget=forms.RadioSelect)
