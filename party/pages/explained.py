"""On the page of a published result: line by line how it came about, as it was reckoned then."""

from party.models import Result
from party.pages.evaluation import Results


def lines(result, user):
    """The kept lines: words and points."""
    return {"lines": [{"words": words, "worth": worth} for words, worth in result.explained], "result": result}


Results.panel("explained", "怎么算的", "party/_explained.html", lines, model=Result, order=10)
