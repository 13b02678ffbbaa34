"""What the moves of an issue and of what belongs to it ask for."""

from datetime import timedelta

from django import forms

from accounts.models import User
from grids.actions.extension import longest
from grids.choices import Channel, Outcome, Satisfaction, Stage
from grids.limits import Limits
from grids.models import Department, Issue
from grids.queries.similar import similar
from portal.clock import add_working_days, moment_words, now, today
from portal.pages.forms import MoveForm
from portal.pages.widgets import Textarea
from portal.photos import PhotosField

LIKELY = 3


def moment(label, **options):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


def day(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


def written(label, rows=3, most=500, **options):
    placeholder = options.pop("placeholder", "")
    widget = Textarea(attrs={"rows": rows, **({"placeholder": placeholder} if placeholder else {})})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


class Submit(MoveForm):
    """What was done, and pictures of it."""

    result = written(
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
    request = written(
        "交办要求",
        rows=4,
        placeholder="请贵单位做什么、做到什么程度，如 请派人更换井盖并回填压实",
        help_text="原样印在交办单上",
        error_messages={"required": "请写清请部门做什么。"},
    )
    reply_due_at = moment("要求回复时间", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        due = Limits.of(self.record.community_id).due(self.record, Stage.REPLY, now())
        self.initial.setdefault("reply_due_at", due)
        whole = moment_words(self.record.due_at)
        self.fields["reply_due_at"].help_text = f"已按“部门回复”的办理时限算好，可以改；这件事项全程时限 {whole}"
        self.fields["note"].label = "给同事的说明"
        self.fields["note"].help_text = "只进“经过”，不写在交办单上"


class Extend(MoveForm):
    """Until when."""

    until = moment("延到什么时候", error_messages={"required": "请填延到什么时候。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = longest(self.record)
        self.initial.setdefault("until", min(add_working_days(self.record.due_at, 3), last))
        self.fields[
            "until"
        ].help_text = f"现在的时限 {moment_words(self.record.due_at)}，连同延期最长到 {moment_words(last)}"
        self.fields["note"].label = "理由"


class Suspend(MoveForm):
    """When to look again."""

    look_on = day("哪天再看", help_text="到这一天会回到“等我办”", error_messages={"required": "请填哪天再看。"})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label = "为什么现在办不了"
        self.initial.setdefault("look_on", today() + timedelta(days=30))


class Void(MoveForm):
    """Which issue it repeats, if any."""

    duplicate_of = forms.ModelChoiceField(
        label="与哪一件重复",
        queryset=Issue.objects.none(),
        required=False,
        help_text="重复的请选，误报、不归社区管的不用选",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.fields["duplicate_of"].queryset.exclude(pk=self.record.pk)
        alike = similar(self.record.grid, self.record.title, rows=rows, most=LIKELY)
        if not alike:
            return
        choices = [(str(one.pk), f"{one.card}（{one.code}，{one.get_state_display()}）") for one in alike]
        likely = forms.ChoiceField(
            label="可能与这几件重复", choices=[*choices, ("", "都不是")], widget=forms.RadioSelect, required=False
        )
        self.fields["duplicate_of"].label = "与别的一件重复"
        self.fields = {"likely": likely, **self.fields}

    def clean(self):
        cleaned = super().clean()
        key = cleaned.pop("likely", "")
        if key and not cleaned.get("duplicate_of"):
            cleaned["duplicate_of"] = self.fields["duplicate_of"].queryset.get(pk=key)
        return cleaned


class CallBack(MoveForm):
    """How the resident was asked and what they said."""

    channel = forms.ChoiceField(label="方式", choices=Channel, initial=Channel.PHONE)
    satisfaction = forms.ChoiceField(
        label="满意度",
        choices=Satisfaction,
        widget=forms.RadioSelect,
        error_messages={"required": "请选居民满意不满意。"},
    )
    words = written("居民怎么说", required=False)


class Split(MoveForm):
    """Titles of the parts, one a line."""

    titles = written(
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

    outcome = forms.ChoiceField(
        label="部门意见",
        choices=Outcome,
        widget=forms.RadioSelect,
        help_text="已办结的送社区核查；部分办理、不予办理的回到社区接着处置",
        error_messages={"required": "请选部门办得怎样。"},
    )
    text = written("回复内容", rows=4, most=1000, error_messages={"required": "请写部门怎么回复的。"})
    replied_at = moment("回复时间", required=False, help_text="部门答复的时间，用时和超期按它算")
    photos = PhotosField(label="回复函照片", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("replied_at", now())


class Rate(MoveForm):
    """How well the department did."""

    rating = forms.ChoiceField(
        label="评价",
        choices=Satisfaction,
        widget=forms.RadioSelect,
        error_messages={"required": "请选部门办得满意不满意。"},
    )
