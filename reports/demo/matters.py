"""What is reported in the demonstration: a matter of a grid, at a place everybody knows, by somebody who works there."""

from datetime import timedelta

from grids.actions.clocks import begin
from grids.actions.report import USUAL_LINE
from grids.choices import Source
from grids.models import Issue
from reports.demo import words
from reports.demo.people import MEMBERS_IN
from reports.demo.story import Story

SOURCES = {
    Source.MEMBER: 62, Source.VISIT: 10, Source.HEAD: 8, Source.HOTLINE: 8, Source.RESIDENT: 8, Source.SUPERIOR: 4,
}  # fmt: skip
WINDOW = (Source.HOTLINE, Source.SUPERIOR)


def members_of(demo, where):
    """The members of a grid, counted from 0."""
    first = sum(MEMBERS_IN[:where])
    return [demo.people[f"member{first + n}"] for n in range(1, MEMBERS_IN[where] + 1)]


def matter(dice, *, urgency=None, fits=None):
    """(category, matter) of any kind, or one that can be so urgent and fits."""
    found = [
        (category, one)
        for category, matters in words.MATTERS.items()
        for one in matters
        if urgency is None or urgency in one[3]
        if fits is None or fits(one[0])
    ]
    weights = [words.WEIGHTS[category] / len(words.MATTERS[category]) for category, _ in found]
    return dice.choices(found, weights)[0]


def report(demo, dice, at, where, *, urgency=None, fits=None, source=None, by=None):
    """(story, result): somebody of the grid ``where`` reports something; the result is what will be said at its end."""
    category, (title, text, result, urgencies) = matter(dice, urgency=urgency, fits=fits)
    urgency = urgency or dice.choices(list(urgencies), urgencies.values())[0]
    source = source or dice.choices(list(SOURCES), SOURCES.values())[0]
    n, place = dice.randint(2, 9), dice.choice((words.HOUSES if title in words.INDOORS else words.PLACES)[where])
    description = text.format(n=n) + dice.choice(words.SAID)
    if source == Source.HOTLINE:
        # No operator has been given numbers that begin with 154.
        description += f"来电人留了电话 1540000{dice.randrange(10000):04d}，办好后回电。"
    issue = Issue(
        grid=demo.grids[where], title=f"{place}{title}", category=category, line=demo.lines[USUAL_LINE[category]],
        source=source, urgency=urgency, place=place, description=description,
        occurred_at=at - timedelta(minutes=dice.randint(5, 200)), people=dice.choice([None, None, n, 3 * n]),
    )  # fmt: skip
    begin(issue, at, demo.limits)
    return Story(demo, issue, by=by or _reporter(demo, dice, source, where), at=at), result


def again(story, *, at, source, by):
    """The same thing reported once more, by somebody who had not heard of it."""
    first = story.issue
    same = ("grid", "title", "category", "line", "urgency", "place")
    issue = Issue(
        **{name: getattr(first, name) for name in same},
        source=source,
        occurred_at=first.occurred_at,
        description="路过看到，请尽快处理。",
    )
    begin(issue, at, story.demo.limits)
    return Story(story.demo, issue, by=by, at=at)


def _reporter(demo, dice, source, where):
    if source == Source.HEAD:
        return demo.people[f"head{where + 1}"]
    return demo.people["clerk"] if source in WINDOW else dice.choice(members_of(demo, where))
