"""Child registers on the page of the record they belong to: their rows, and the moves worth making from there."""

from portal import moves
from portal.pages.table import body, spans
from portal.reach import allowed, may

SHOWN = 100
# Rows that wait are looked at for what can be done with them.
TRIED = 5


def child_rows(parent, page, whole, path, record, user):
    """The rows a reader may see, as a table without what the page says anyway; None where there are none to show.

    ``whole``: whoever may see the record reads the line of each of its rows, wherever in the neighbourhood it was written.
    """
    rows = page.model.objects.all() if whole else page.rows(user)
    rows = rows.filter(**{path: record.pk}).order_by(page.ordering, "-pk")
    # What the page tells need not be said again in each of its rows.
    told = {"grid", *_told(parent, page.model)}
    columns = [c for c in page.list_columns() if c.name not in (path, *told) and not c.name.startswith(f"{path}__")]
    paths, _ = spans(columns)
    shown = body(columns, rows.values_list(*paths)[:SHOWN])
    return {"head": columns, "body": shown} if shown else None


def _told(parent, model):
    """Related rows that the parent's page names as well: of the same kind, under the same name."""
    theirs = {field.name: field.related_model for field in model._meta.fields}
    mine = {field.name: field.related_model for field in parent.model._meta.fields}
    facts = {one for one in parent.facts if isinstance(one, str)}
    return {name for name in facts & theirs.keys() & mine.keys() if mine[name] and mine[name] is theirs[name]}


def lifted_moves(page, record, user):
    """(page, row, name, move) of what the user can do now to rows that wait, of the moves in ``page.lifted``.

    Each move once, for the first row in the order of the board that can make it.
    """
    model = page.model
    names = [name for name in page.lifted if may(user, name, model)]
    states = {state for name in names for state in model.MOVES[name].sources}
    waiting = {model.ROOT: record.pk, f"{model.STATE_FIELD}__in": states}
    rows = list(page.rows(user).filter(**waiting).order_by(*page.board_order)[:TRIED]) if names else []
    verbs, offered = allowed(user, names, model, [row.pk for row in rows]), set()
    for row in rows:
        for name, move, refusal in moves.available(row, user, lambda name, row=row: name in verbs.get(row.pk, ())):
            if name in names and not refusal and name not in offered:
                offered.add(name)
                yield page, row, name, move
