"""How well the wording check judges: precision and recall of each judgement against sentences people have read.

``python -m tests.pledges.wording.test_quality FILE`` prints the table of a file in the columns of tuning.tsv. The rules were
written with tuning.tsv in sight, so its numbers are a floor to hold, not a measure of sentences nobody has seen.
"""

import csv
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from pledges.wording import ALIKE, essence, nearest, read

TUNING = Path(__file__).with_name("tuning.tsv")
MISSING = ("whom", "what", "often", "by")
# (precision, recall) reached on tuning.tsv.
REACHED = dict.fromkeys((*MISSING, "hollow", "twin"), (1.0, 1.0))


class Score(NamedTuple):
    """How often a judgement was right, of those made and of those that should have been; and on which rows it was wrong."""

    precision: float
    recall: float
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


def measure(path):
    """The score of each judgement on a file: whom, what, often, by missing; hollow; the likest other is a twin."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    readings = {row["id"]: read(row["sentence"]) for row in rows}
    scores = {
        name: score((row["id"], row[name] == "0", not getattr(readings[row["id"]], name)) for row in rows)
        for name in MISSING
    }
    scores["hollow"] = score((row["id"], row["hollow"] == "1", readings[row["id"]].hollow) for row in rows)
    scores["twin"] = twins(rows)
    return scores


def score(judged):
    """A score from (row, whether it is so, whether it was said so)."""
    seen = [(row, bool(so), bool(said)) for row, so, said in judged]
    right = sum(so and said for _, so, said in seen)
    wrong = tuple(row for row, so, said in seen if said and not so)
    missed = tuple(row for row, so, said in seen if so and not said)
    return Score(share(right, wrong), share(right, missed), right, wrong, missed)


def share(right, others):
    return right / (right + len(others)) if right or others else 1.0


def twins(rows):
    """The score of the likest other sentence at or above ALIKE; a wrong one where there is a twin is both wrong and missed."""
    group = groups(rows)
    size = Counter(group.values())
    essences = {row["id"]: essence(row["sentence"]) for row in rows}
    right, wrong, missed = 0, [], []
    for name, own in essences.items():
        others = [other for other in essences if other != name]
        found = nearest(own, (others, [essences[other] for other in others]), most=1, alike=ALIKE)
        hit = bool(found) and group[found[0][1]] == group[name]
        right += hit
        if found and not hit:
            wrong.append(name)
        if size[group[name]] > 1 and not hit:
            missed.append(name)
    return Score(share(right, wrong), share(right, missed), right, tuple(wrong), tuple(missed))


def groups(rows):
    """The group of twins each row belongs to: twins of twins are twins."""
    group = {row["id"]: row["id"] for row in rows}
    for row in rows:
        if row["twin"] in group:
            old, new = group[row["id"]], group[row["twin"]]
            group = {name: new if one == old else one for name, one in group.items()}
    return group


def table(scores):
    """The scores as lines to read."""
    lines = [f"{'judgement':<14}{'precision':>10}{'recall':>8}{'right':>7}  wrong / missed"]
    for name, one in scores.items():
        label = f"{name} missing" if name in MISSING else name
        rows = f"{' '.join(one.wrong) or '-'} / {' '.join(one.missed) or '-'}"
        lines.append(f"{label:<14}{one.precision:>10.3f}{one.recall:>8.3f}{one.right:>7}  {rows}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def scores():
    return measure(TUNING)


@pytest.mark.parametrize("judgement", REACHED)
def test_the_numbers_reached_are_held(scores, judgement):
    precision, recall = REACHED[judgement]
    assert scores[judgement].precision >= precision, scores[judgement].wrong
    assert scores[judgement].recall >= recall, scores[judgement].missed


def test_a_wrong_judgement_lowers_the_numbers():
    assert score([("a", True, True), ("b", False, True), ("c", True, False)]) == (0.5, 0.5, 1, ("b",), ("c",))


if __name__ == "__main__":
    sys.stdout.write(table(measure(sys.argv[1])))
