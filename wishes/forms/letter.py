"""What making something of a letter asks for."""

from django import forms

from grids.choices import Category as IssueCategory
from grids.choices import Urgency
from grids.forms.moves import written
from grids.forms.report import first_sentence
from grids.models import Issue, Person
from grids.models.issue import UNSETTLED
from grids.queries.similar import similar
from portal.masks import mask_free_text
from portal.pages.forms import MoveForm
from wishes.choices import Category, Group
from wishes.models import Wish

LIKELY = 3
SENTENCE = Wish._meta.get_field("sentence").max_length


class ToIssue(MoveForm):
    """What a report asks for that the resident did not say."""

    title = forms.CharField(label="标题", max_length=60, error_messages={"required": "请用一句话写明是什么事。"})
    category = forms.ChoiceField(
        label="是哪一类", choices=[("", "请选类别"), *IssueCategory.choices], error_messages={"required": "请选类别。"}
    )
    place = forms.CharField(
        label="地点", max_length=80, error_messages={"required": "请写地点，说到楼号、门牌或路口。"}
    )
    urgency = forms.ChoiceField(label="急不急", choices=Urgency, initial=Urgency.ORDINARY, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("title", first_sentence(mask_free_text(self.record.text)))
        self.initial.setdefault("place", mask_free_text(self.record.place))


class ToWish(MoveForm):
    """Whose wish it is, and what stands on the wall one day."""

    person = forms.ModelChoiceField(
        label="申请人",
        queryset=Person.objects.none(),
        error_messages={"required": "请选申请人；没登记的先到“居民”登记。"},
    )
    group = forms.ChoiceField(
        label="人群", choices=[("", "请选人群"), *Group.choices], error_messages={"required": "请选人群。"}
    )
    category = forms.ChoiceField(
        label="类别", choices=[("", "请选类别"), *Category.choices], error_messages={"required": "请选类别。"}
    )
    sentence = written(
        "心愿",
        rows=2,
        most=SENTENCE,
        help_text="一句话；公示在墙上，不写姓名、电话、门牌",
        error_messages={"required": "请写明心愿。"},
    )
    amount = forms.DecimalField(label="约需（元）", required=False, min_value=0, max_digits=8, decimal_places=2)
    over_reason = forms.CharField(label="超过限额的理由", max_length=120, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("sentence", mask_free_text(self.record.text)[:SENTENCE])

    def clean(self):
        cleaned = super().clean()
        told = {name: cleaned.get(name) or None for name in ("group", "amount")}
        if refusal := Wish(**told, over_reason=cleaned.get("over_reason") or "").over_refusal:
            self.add_error("over_reason", refusal)
        return cleaned


class Join(MoveForm):
    """Which issue tells of the same; the likeliest stand first."""

    issue = forms.ModelChoiceField(
        label="并入哪一件", queryset=Issue.objects.none(), error_messages={"required": "请选并入哪一件事项。"}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.fields["issue"].queryset.filter(UNSETTLED)
        alike = similar(self.record.grid, first_sentence(self.record.text), rows=rows, most=LIKELY)
        if alike:
            self.initial.setdefault("issue", alike[0].pk)
            told = "；".join(f"{one.card}（{one.code}）" for one in alike)
            self.fields["issue"].help_text = f"最像的：{told}"


class Decline(MoveForm):
    """What the writer reads."""

    note = written("给居民的答复", most=200, required=False, help_text="居民用查询码能看到；不写姓名、电话")
