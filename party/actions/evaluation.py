"""Writes on a year's evaluation: results are reckoned and published, objected to, answered, and settled for good."""

from django.db import transaction
from django.utils.timezone import localdate

from party.actions.points import hold
from party.choices import Side
from party.evaluating import reckon
from party.models import Assessment, Evaluation, Result
from party.models.evaluation import S
from party.models.point import frozen_year
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving

HOLLOW = "有 {many} 人（如 {code}）占比不是 0 的几项都没有打分，算不出星级。请先登记打分，或调整占比。"
MOVED = "公示以后又有 {many} 人的得分变了（如 {code}）。请先“撤回重算”，再公示一次，才能定案。"


def begin(evaluation, *, by, note=""):
    """Begin the evaluation of a year."""
    if evaluation.year > today().year:
        raise Refused("还没到这一年，请核对年度。")
    evaluation.save(by=by, note=note)
    return evaluation


def reweigh(evaluation, *, by, note=""):
    """Change weights or the length of the publicity while nothing is published."""
    if evaluation.state != S.TRIAL:
        raise Refused("已经公示，不能再改占比；要改请先“撤回重算”。")
    if evaluation.edition and (evaluation.has_changed("year") or evaluation.has_changed("grid_id")):
        raise Refused("公示过的考评不能改年度；另一年的请另外登记。")
    if evaluation.year > today().year:
        raise Refused("还没到这一年，请核对年度。")
    evaluation.save(by=by, note=note)


def publish(evaluation, *, by, note=""):
    """Reckon everybody's stars and put them up."""
    with moving(evaluation, "publish", by=by, note=note) as evaluation:
        hold(community=evaluation.community_id)
        evaluation.edition += 1
        evaluation.published_on = today()
        (scores,) = reckon(evaluation.community_id, evaluation.year, evaluation.weights)
        if not scores:
            raise Refused("名册上还没有党员，没有什么可以公示。")
        if hollow := [score.member.code for score in scores if score.is_hollow]:
            raise Refused(HOLLOW.format(many=len(hollow), code=hollow[0]))
        Result.objects.add_many([_result(evaluation, score) for score in scores], by=by, verb="publish")


def _result(evaluation, score):
    member, parts = score.member, score.parts
    return Result(
        evaluation=evaluation,
        edition=evaluation.edition,
        member=member,
        grid=member.grid,
        organisation=member.organisation,
        category=member.category,
        unit=parts[Side.UNIT],
        community_score=parts[Side.COMMUNITY],
        organisation_score=parts[Side.ORGANISATION],
        resident=parts[Side.RESIDENT],
        total=score.total,
        stars=score.stars,
        explained=score.lines,
    )


def recall(evaluation, *, by, note):
    """Take a publication back; its results stay on record."""
    with moving(evaluation, "recall", by=by, note=note) as evaluation:
        evaluation.published_on = None


def freeze(evaluation, *, by, note=""):
    """Settle the year, as it was published: results that have moved since are published anew first."""
    with moving(evaluation, "freeze", by=by, note=note) as evaluation:
        hold(community=evaluation.community_id)
        (scores,) = reckon(evaluation.community_id, evaluation.year, evaluation.weights)
        was = dict(evaluation.results.filter(edition=evaluation.edition).values_list("member", "total"))
        moved = [one.member.code for one in scores if was.get(one.member.pk) != one.total]
        if moved:
            raise Refused(MOVED.format(many=len(moved), code=moved[0]))
        evaluation.frozen_on = today()


def assess(assessment, *, by, note=""):
    """Write down a sub-score, new or changed, while its year is open, and the one it stood under before."""
    with transaction.atomic():
        before = Assessment.objects.filter(pk=assessment.pk).values_list("member", "member__community", "year")
        places = [*before, (assessment.member_id, assessment.member.community_id, assessment.year)]
        _keep_open(places)
        assessment.grid = assessment.member.grid
        assessment.save(by=by, note=note)
    return assessment


def _keep_open(places):
    """Hold members and refuse the years that were settled; places are (member, community, year)."""
    hold(pk__in=[member for member, _, _ in places])
    for community, year in dict.fromkeys(place[1:] for place in places):
        if refusal := frozen_year(community, year):
            raise Refused(refusal)


def assess_many(assessments, *, by, note=""):
    """The same of a whole list, all or none."""
    assessments = list(assessments)
    with transaction.atomic():
        _keep_open([(one.member_id, one.member.community_id, one.year) for one in assessments])
        for one in assessments:
            one.grid = one.member.grid
        Assessment.objects.add_many(assessments, by=by, note=note)
    return assessments


def object_to(objection, *, by, note=""):
    """Write down a word against a published result."""
    with transaction.atomic():
        evaluation = Evaluation.objects.select_for_update(of=("self",)).get(pk=objection.evaluation_id)
        if evaluation.state != S.PUBLIC:
            raise Refused("现在不在公示期，不能提异议。")
        if not evaluation.results.filter(edition=evaluation.edition, member=objection.member_id).exists():
            raise Refused("这一次公示里没有这位党员，请核对姓名。")
        if objection.raised_on > localdate() or objection.raised_on < evaluation.published_on:
            raise Refused("提出日期要在公示以后、今天以前。")
        if objection.raised_on >= evaluation.public_until:
            raise Refused(f"公示到 {evaluation.public_until} 已满，期满以后提的不作异议登记。")
        objection.grid = objection.member.grid
        objection.save(by=by, note=note)
    return objection


def amend(objection, *, by, note=""):
    """Correct an objection that waits for its answer; what it is about stays in this publication."""
    if objection.has_changed("evaluation_id"):
        raise Refused("异议对着哪一次考评不能改；登错了的请答复“不采纳”，再另外登记。")
    return object_to(objection, by=by, note=note)


def uphold(objection, *, by, note):
    """Answer that somebody is right; the points or the assessment are then put right, and the results published anew."""
    _answer(objection, "uphold", by, note)


def dismiss(objection, *, by, note):
    """Answer why the result stands."""
    _answer(objection, "dismiss", by, note)


def _answer(objection, verb, by, note):
    with moving(objection, verb, by=by, note=note) as objection:
        objection.answer = note
