"""What a page declaration is put together from: places in the navigation, choices of rows, boxes and buttons."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """A place in the navigation that is no register: the month's report, say. Shown to whoever may do ``verb`` on ``model``."""

    label: str
    url_name: str
    icon: str
    group: str
    model: type
    verb: str = "view"


@dataclass(frozen=True)
class Condition:
    """A named choice of rows: a tab above the list or a tick among the filters. ``where(user)`` is a Q."""

    label: str
    where: Callable


@dataclass(frozen=True)
class Panel:
    """A box on a detail page that another room put there; ``context(record, user)`` feeds the template, None shows no box.

    What has a smaller ``order`` stands higher.
    """

    name: str
    title: str
    template: str
    context: Callable
    verb: str = "view"
    model: type | None = None
    order: int = 100


@dataclass(frozen=True)
class Button:
    """A way from a detail page to another record or room; shown to who may do ``verb`` on ``model``.

    ``url(record)`` is where it leads, empty where it leads nowhere now; ``style`` is that of a move.
    """

    label: str
    icon: str
    url: Callable
    verb: str
    model: type
    style: str = ""


@dataclass(frozen=True)
class PaperOf:
    """A paper about a record that is printed, signed and stamped: the label of its key, and the function that writes it.

    ``when(record)`` says without a query whether there is one about this record.
    """

    label: str
    write: Callable
    when: Callable = bool


@dataclass(frozen=True)
class Gathering:
    """What ticked rows are taken along to in another register: a key of the bar above the table, for who may do ``verb`` there."""

    label: str
    icon: str
    url_name: str
    verb: str
    model: type
