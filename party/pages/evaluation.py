"""The year's evaluation, its assessments, published results and objections."""

from django.db.models import Q
from django.urls import path

from grids.choices import NodeLevel
from party.actions import evaluation as actions
from party.choices import EvaluationState, ObjectionState
from party.evaluating import in_words, reckon, untold
from party.models import Assessment, Evaluation, Objection, Result
from party.pages.member import Members
from party.pages.trial import Trial
from party.queries.member import FoundByName
from portal.pages import Condition, Page
from portal.pages.columns import badge, whole_name
from portal.reach import NOTHING, may

S = EvaluationState
STARS = "年度考评"
NAME = whole_name("member__person__name")
STATE = badge({S.TRIAL: "reported", S.PUBLIC: "accepted", S.FROZEN: "closed"}, dict(S.choices))
ANSWERED = badge(
    {ObjectionState.OPEN: "reported", ObjectionState.UPHELD: "closed", ObjectionState.DISMISSED: "void"},
    dict(ObjectionState.choices),
)


def stars(number):
    """Stars as a cell: signs with the words for who cannot see them."""
    words = in_words(number)
    return f'<span class="stars" title="{number} 星">{words}</span>' if number else f'<span class="red">{words}</span>'


class Evaluations(Page):
    model, actions = Evaluation, actions
    nodes = Q(level=NodeLevel.COMMUNITY)
    path, title, icon, group, order = "evaluations", "年度考评", "star-half", STARS, 28
    subtitle = "双考双评，三类五星；先试算，再公示，最后定案"
    columns = ["code", "year", "w_unit", "w_community", "w_organisation", "w_resident", "published_on", "state"]
    filters = ["state"]
    fields = ["grid", "year", "w_unit", "w_community", "w_organisation", "w_resident", "days"]
    facts = [
        "year",
        "w_unit",
        "w_community",
        "w_organisation",
        "w_resident",
        "days",
        "edition",
        "published_on",
        "frozen_on",
    ]
    rare = ("published_on", "frozen_on")
    looks = {"state": STATE}
    add, change = "begin", "reweigh"
    ordering = "-year"
    empty_title, empty_text = "还没有考评", "点“登记年度考评”建好今年的，随时可以试算。"

    @classmethod
    def urls(cls):
        yield path(f"{cls.path}/<int:pk>/trial/", Trial.as_view(page=cls), name=f"{cls.name}-trial")
        yield from super().urls()

    @classmethod
    def title_of(cls, record):
        return f"{record.year} 年度考评"

    @classmethod
    def edit_refusal(cls, record, user):
        return None if record.state == S.TRIAL else "已经公示或定案，占比不能再改；公示期内要改请先“撤回重算”。"

    @classmethod
    def notice(cls, record):
        if record.state == S.PUBLIC:
            return f"公示中，到 {record.public_until} 满；期内可以提异议。"
        if record.state == S.TRIAL:
            (scores,) = reckon(record.community_id, record.year, record.weights)
            silent = [f"{side.label} {many} 人" for side, many in untold(scores).items() if record.weights[side]]
            return f"还没打分：{'、'.join(silent)}；不打分的，占比由其余各项分担。" if silent else ""
        return ""


class Results(FoundByName, Page):
    model = Result
    path, title, icon, group, order = "evaluations/results", "星级公示", "stars", STARS, 30
    subtitle = "公示中和已定案的结果；点开看怎么算的"
    columns = [
        NAME, "organisation", "category", "unit", "community_score", "organisation_score", "resident", "total", "stars",
        "evaluation",
    ]  # fmt: skip
    exports = [
        "code", "evaluation", "edition", "member", "organisation", "category", "unit", "community_score",
        "organisation_score", "resident", "total", "stars",
    ]  # fmt: skip
    filters = ["evaluation", "organisation", "category", "stars", "grid"]
    facts = [
        NAME, "organisation", "category", "evaluation", "edition", "unit", "community_score", "organisation_score",
        "resident", "total", "stars",
    ]  # fmt: skip
    opens = ("evaluation",)
    looks = {"stars": stars}
    words = {"publish": "公示"}
    conditions = {"current": Condition("公示和定案的", lambda user: Result.public_q())}
    tabs = ("current",)
    ordering = "-total"
    empty_title, empty_text = "还没有公示", "考评公示以后，每个人的星级列在这里。"

    @classmethod
    def title_of(cls, record):
        return f"{record.member.person.name} {record.evaluation.year} 年 {in_words(record.stars)}"

    @classmethod
    def notice(cls, record):
        if record.edition != record.evaluation.edition or record.evaluation.state == S.TRIAL:
            return "这是撤回的那一次公示，只留底，不作数。"
        return ""

    @classmethod
    def joined(cls, rows):
        return super().joined(rows).select_related("member__person")


class Assessments(FoundByName, Page):
    model, actions = Assessment, actions
    path, title, icon, group, order = "evaluations/assessments", "考评打分", "ui-checks", STARS, 32
    subtitle = "所在单位、党组织、群众给的分；不打分的按评诺折算"
    columns = ["code", NAME, "year", "side", "score", "words", "created_by"]
    exports = ["code", "member", "year", "side", "score", "words"]
    filters = ["year", "side", "grid"]
    fields = ["member", "year", "side", "score", "words"]
    facts = [NAME, "year", "side", "score", "words", "created_by"]
    rare = ("words",)
    add, add_many, change, lies_with = "assess", "assess_many", "assess", "member"
    empty_title, empty_text = "还没有打分", "单位考要等单位回函；收到以后在这里登记，也可以从 Excel 导入。"


def unanswered(user):
    """Objections wait for whoever may answer them."""
    return Q(state=ObjectionState.OPEN) if may(user, "uphold", Objection) else NOTHING


class Objections(FoundByName, Page):
    model, actions = Objection, actions
    path, title, icon, group, order = "evaluations/objections", "考评异议", "chat-left-quote", STARS, 34
    subtitle = "公示期内对星级的意见和答复"
    columns = ["code", "evaluation", NAME, "objector", "raised_on", "words", "state"]
    exports = ["code", "evaluation", "member", "objector", "raised_on", "words", "answer", "state"]
    filters = ["evaluation", "objector", "state"]
    fields = ["evaluation", "member", "objector", "raised_on", "words"]
    facts = ["evaluation", NAME, "objector", "raised_on", "words", "answer"]
    opens, rare = ("evaluation",), ("answer",)
    looks = {"state": ANSWERED}
    add, change, lies_with = "object_to", "amend", "member"
    conditions = {
        "open": Condition("待答复", lambda user: Q(state=ObjectionState.OPEN)),
        "mine": Condition("等我答复", unanswered),
    }
    tabs = ("open", "mine")
    awaits, open_q = unanswered, Q(state=ObjectionState.OPEN)
    empty_title, empty_text = "没有异议", "公示期内本人、党员或群众提了意见，登记在这里。"

    @classmethod
    def initial(cls, user, asked):
        return {"evaluation": Evaluations.rows(user).filter(state=S.PUBLIC).values_list("pk", flat=True).first()}

    @classmethod
    def edit_refusal(cls, record, user):
        return None if record.state == ObjectionState.OPEN else "已经答复的异议不能再改。"


Evaluations.child(Objections)
Members.child(Results, path="member")
Evaluations.button(
    "看试算", "calculator", lambda row: Evaluations.url("trial", row.pk), "edit", Evaluation, style="main"
)
Evaluations.button(
    "看公示名单",
    "list-stars",
    lambda row: f"{Results.url('list')}?evaluation={row.pk}&tab=current" if row.state != S.TRIAL else "",
    "view",
    Result,
)
