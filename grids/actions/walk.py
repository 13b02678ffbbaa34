"""Writes on the sheets of walks: whom to call upon, in the order of the doors; what was met, by the numbers of the lines."""

import re

from django.db import transaction

from grids.actions.visit import make_many
from grids.choices import PersonState, VisitKind
from grids.models import Person, Visit, WalkLine
from portal.clock import today
from portal.errors import Refused
from portal.moves import moving

MOST = 200
DIGITS = re.compile(r"(\d+)")


def by_door(person):
    """The order one walks in: doors as people count them, 2号楼 before 10号楼; those without a door at the end."""
    door = person.household.door if person.household_id else ""
    parts = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in DIGITS.split(door) if part]
    return (not door, parts, person.relation != "head", person.pk)


def draw_up(walk, *, by, people):
    """Make a sheet of numbered lines."""
    people = sorted(people, key=by_door)
    if not people:
        raise Refused("没有要走访的人。请换一种名单，或先在“居民”里勾选。")
    if len(people) > MOST:
        raise Refused(f"一张走访表最多 {MOST} 人，这里有 {len(people)} 人，请分次做。")
    if walk.day < today():
        raise Refused("走访日期不能早于今天。")
    if wrong := beyond(walk.walker, people):
        raise Refused(wrong)
    with transaction.atomic():
        walk.save(by=by)
        WalkLine.objects.bulk_create(
            WalkLine(walk=walk, number=number, person=person) for number, person in enumerate(people, 1)
        )
    return walk


def beyond(walker, people):
    """Nobody calls upon people they may not look up: a sentence where there are such, else None."""
    keys = [person.pk for person in people]
    many = len(keys) - Person.objects.within_reach(walker, "view").filter(pk__in=keys).count()
    return f"{walker.name}的岗位走访不了名单上的 {many} 人，请另选走访人。" if many else None


def enter(walk, *, by, visited_at, met, kind=VisitKind.HOME, note=""):
    """Type in what came of a sheet: ``met`` maps line numbers to (outcome, findings); all lines or none; returns the visits."""
    with transaction.atomic():
        with moving(walk, "enter", by=by, note=note or f"录入 {len(met)} 行") as walk:
            rows = walk.lines.select_for_update(of=("self",)).prefetch_related("person").order_by("number")
            lines = {line.number: line for line in rows}
            if wrong := refusals(lines, met):
                raise Refused("；".join(wrong) + "。")
        chosen = [lines[number] for number in sorted(met)]
        visits = make_many(
            [
                Visit(
                    person=line.person,
                    kind=kind,
                    visitor=walk.walker,
                    visited_at=visited_at,
                    outcome=met[line.number][0],
                    findings=met[line.number][1],
                )
                for line in chosen
            ],
            by=by,
            note=f"走访表 {walk.code}",
        )
        for line, visit in zip(chosen, visits, strict=True):
            line.visit = visit
        WalkLine.objects.bulk_update(chosen, ["visit"])
    return visits


def refusals(lines, numbers):
    """Sentences about numbers that cannot be typed in: not on the sheet, typed in before, of people who are here no more."""
    wrong = []
    if strange := [number for number in numbers if number not in lines]:
        wrong.append(f"表上没有 {_listed(strange)} 号，最后一行是 {max(lines, default=0)} 号")
    known = [lines[number] for number in numbers if number in lines]
    if done := [line.number for line in known if line.visit_id]:
        wrong.append(f"{_listed(done)} 号已经录入过，要改请点开那一次走访")
    gone = [line.number for line in known if not line.visit_id and line.person.state != PersonState.PRESENT]
    if gone:
        wrong.append(f"{_listed(gone)} 号已不在册，不能再登记走访")
    return wrong


def _listed(numbers):
    return "、".join(str(number) for number in sorted(numbers))
