"""What the forms of the grid service ask for."""

import re
from datetime import timedelta

from crispy_forms.layout import Fieldset
from django import forms

from accounts.models import User
from grids.choices import Channel, Outcome, Satisfaction, Stage, Urgency
from grids.limits import Limits
from grids.models import Department, Issue
from portal.clock import today
from portal.pages.forms import MoveForm, RecordForm
from portal.photos import PhotosField

SENTENCE = re.compile(r"[。！？!?；;\r\n]")
PAUSES = "，,、：: "
TITLE = 60
SPOT = ("settle", "result", "after")


def first_sentence(text):
    """The first sentence of what was seen, to stand as a title: at most 60 characters, cut at the last pause before that."""
    sentence = next((part.strip() for part in SENTENCE.split(text) if part.strip()), "")
    if len(sentence) <= TITLE:
        return sentence
    pause = max(sentence.rfind(mark, 0, TITLE + 1) for mark in PAUSES)
    return sentence[:pause].rstrip(PAUSES) if pause > 0 else f"{sentence[: TITLE - 1]}…"


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


class Report(RecordForm):
    """An issue as it is seen: a few taps, a sentence, pictures; what was put right there and then is closed with it."""

    settle = forms.BooleanField(label="现场已解决，上报后直接结案", required=False)
    result = _text("怎么解决的", required=False, placeholder="做了什么、现在怎样，如 井盖已压实，不再晃动")
    after = PhotosField(label="处置后照片", required=False)

    field_order = ("category", "description", "title", "photos", "grid", "place", "urgency")
    apart = SPOT
    css = {"title": "at-desk"}
    DONE_KEY = {"label": "现场已解决", "icon": "check2-circle", "opens": "spot", "main": "上报并结案"}

    def _layout(self):
        """The rest of the form's making: words and limits of the community; closing at once for whoever may."""
        fields = self.fields
        fields["category"].label, fields["urgency"].label = "是哪一类", "急不急"
        fields["description"].label, fields["description"].required = "看到了什么", False
        fields["description"].help_text = "第一句会作为标题"
        fields["description"].asked = fields["result"].asked = True
        fields["title"].required, fields["title"].help_text = False, "不填就用第一句"
        self._tell_limits()
        if self.instance.pk or not self.page.may(self.user, "settle"):
            for name in SPOT:
                del fields[name]
            return super()._layout()
        self._tell_grid()
        self.second_key = self.DONE_KEY
        layout = super()._layout()
        layout.append(
            Fieldset("现场已解决：写明怎么解决的，上报后直接结案", *SPOT, css_id="spot", css_class="more spot")
        )
        return layout

    def _tell_limits(self):
        communities = {grid.community_id for grid in self.fields["grid"].queryset}
        limits = Limits.of(communities.pop()) if len(communities) == 1 else Limits({})
        self.fields["urgency"].widget.hints = {one: limits.in_words(Stage.TOTAL, one) for one in Urgency}

    def _tell_grid(self):
        """A grid that follows from the post is told, not asked."""
        field, home = self.fields["grid"], self.initial.get("grid")
        chosen = self.data.get("grid") if self.is_bound else home
        grid = next((one for one in field.queryset if str(one.pk) == str(chosen)), None)
        if grid is not None:
            name = f"{grid.name} · {grid.alias}" if grid.alias else grid.name
            field.told = {
                "name": name,
                "why": "按您的岗位填好" if grid.pk == home else "已选好",
                "only": len(field.queryset) == 1,
            }

    def clean(self):
        cleaned = super().clean()
        seen = cleaned.get("description") or ""
        if not cleaned.get("title") and not {"title", "description"} & set(self.errors):
            cleaned["title"] = first_sentence(seen)
            if not cleaned["title"]:
                self.add_error("description", "请写看到了什么，第一句会作为标题；也可以只填标题。")
        if self.data.get("settle") and "settle" not in self.fields and not self.instance.pk:
            raise forms.ValidationError("您的岗位不能现场结案，请点“上报”，由网格长办理。")
        if cleaned.get("settle") and not cleaned.get("result"):
            self.add_error("result", "请写明怎么解决的，写了才能直接结案。")
        return cleaned

    def writing(self):
        if not self.cleaned_data.get("settle"):
            return super().writing()
        answers = {"result": self.cleaned_data["result"], "after": self.cleaned_data["after"]}
        return "report_settled", answers, self.DONE_KEY["main"]
