"""Child registers on the page of the record they belong to: their rows, and the moves worth making from there."""

from portal import moves
from portal.pages.table import body, spans
from portal.reach import may

SHOWN = 50


def child_rows(page, whole, record, user):
    """The rows a reader may see, as a table without what the page says anyway; None where there are none to show.

    ``whole``: whoever may see the record reads the line of each of its rows, wherever in the neighbourhood it was written.
    """
    rows = page.model.objects.all() if whole else page.rows(user)
    rows = rows.filter(**{page.model.ROOT: record.pk}).order_by(page.ordering, "-pk")
    # What the page is about need not be said again in each of its rows.
    about = page.model.ROOT
    columns = [c for c in page.list_columns() if c.name not in (about, "grid") and not c.name.startswith(f"{about}__")]
    paths, _ = spans(columns)
    shown = body(columns, rows.values_list(*paths)[:SHOWN])
    return {"head": columns, "body": shown} if shown else None


def lifted_moves(page, record, user):
    """(page, row, name, move) of what the user can do now to the newest row that waits for it, of the moves in ``page.lifted``."""
    model = page.model
    names = [name for name in page.lifted if may(user, name, model)]
    states = {state for name in names for state in model.MOVES[name].sources}
    waiting = {model.ROOT: record.pk, f"{model.STATE_FIELD}__in": states}
    row = page.rows(user).filter(**waiting).order_by("-pk").first() if names else None
    if row is None:
        return

    def may_do(name):
        return name in names and page.rows(user, name).filter(pk=row.pk).exists()

    for name, move, refusal in moves.available(row, user, may_do):
        if not refusal:
            yield page, row, name, move
