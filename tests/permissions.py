"""Asks every page, as every role, for every verb and every kind of row, and compares with the table in permissions.txt.

The table is read and changed by people; ``pytest tests/test_permissions.py -n0 --reprint`` writes what is observed into it.
"""

import io
from pathlib import Path

from openpyxl import load_workbook

from accounts.choices import Role
from tests.factories.accounts import UserFactory
from tests.factories.house import ROWS

TABLE = Path(__file__).with_suffix(".txt")
# Where the row is, seen from a post in the first grid or over its community; "own" and "given" hang on the first.
KINDS = ("inside", "aside", "outside", "own", "given")
NO_POST = "no post"
HEAD = f"{'verb':<13}{'role':<13}" + "".join(f"{kind:<9}" for kind in KINDS)
LET_IN = {200, 409}
READING = {"view", "access"}


def sections():
    """The checked-in table: model label → its part."""
    _, *parts = TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return {part.split()[0]: part + "\n" for part in parts}


def observed(page, house, client):
    """What the page really answers, as lines of the table."""
    rows = {
        kind: ROWS[page.model](grid) for kind, grid in zip(KINDS, (house.near, house.aside, house.away), strict=False)
    }
    users = {role: house.user(role) for role in Role} | {NO_POST: UserFactory(grid=house.near)}
    theirs = {role: _own_rows(page.model, user, house) for role, user in users.items()}
    lines = {verb: [] for verb in verbs(page)}
    for role, user in users.items():
        client.force_login(user)
        for verb, found in lines.items():
            answers = ASKED.get(verb, _row)(page, verb, rows | theirs[role], client)
            if any(answers.values()):
                marks = (f"{_mark(answers, kind):<9}" for kind in KINDS)
                found.append(f"{verb:<13}{role:<13}{''.join(marks)}".rstrip())
    return [line for found in lines.values() for line in found]


def _mark(answers, kind):
    return "" if kind not in answers else "yes" if answers[kind] else "-"


def _own_rows(model, user, house):
    made = {}
    if model.OWN:
        made["own"] = ROWS[model](house.near, own=user)
    if model.ASSIGNED:
        made["given"] = ROWS[model](house.near, given=user)
    return made


def verbs(page):
    writing = ["add", "edit", "import"] if page.addable() else []
    whole = ["reveal", "export_whole"] if page.reveals else []
    has = {pattern.name for pattern in page.urls()}
    apart = [verb for verb in ("access", "merge") if f"{page.name}-{verb}" in has]
    return ["view", "list", "export", "refer", *writing, *page.model.MOVES, *whole, *apart]


def _row(page, verb, rows, client):
    """A page of one row; one that is shut to reading is shut to writing."""
    if not _may(page, verb, rows, client):
        return dict.fromkeys(rows, False)
    found = {}
    for kind, row in rows.items():
        url = page.url("detail" if verb == "view" else verb, row.pk)
        code = client.get(url).status_code
        assert code in LET_IN or code == 404, (url, code)
        found[kind] = code in LET_IN
        if verb not in READING and not found[kind]:
            assert client.post(url, {}).status_code == 404, url
    return found


def _may(page, verb, rows, client):
    """Whether the role may at all: else every row answers 403, there or not, to reading and writing."""
    url = page.url("detail" if verb == "view" else verb, rows["inside"].pk)
    if client.get(url).status_code != 403:
        return True
    asked = client.post(url, {}) if verb != "view" else client.get(page.url("detail", 999999))
    assert asked.status_code == 403, url
    return False


def _list(page, verb, rows, client):
    response = client.get(page.url("list"))
    html = response.content.decode()
    return {kind: f'href="{page.url("detail", row.pk)}"' in html for kind, row in rows.items()}


def _export(page, verb, rows, client):
    response = client.get(page.url("export"))
    if response.status_code == 403:
        return dict.fromkeys(rows, False)
    assert response.status_code == 200, response.status_code
    content = b"".join(response.streaming_content) if response.streaming else response.content
    cells = {cell for line in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in line}
    return {kind: bool({row.code, getattr(row, "username", row.code)} & cells) for kind, row in rows.items()}


def _refer(page, verb, rows, client):
    found = {}
    for kind, row in rows.items():
        response = client.get(page.url("pick"), {"q": row.code})
        found[kind] = response.status_code == 200 and row.pk in {card["value"] for card in response.json()}
    return found


def _add(page, verb, rows, client):
    """On which nodes a new row may be put: the choices of the grid field, or of the row it will belong to."""
    response, sent = client.get(page.url("add")), client.post(page.url("add"), {})
    assert (response.status_code == 403) is (sent.status_code == 403)
    if response.status_code == 403:
        return dict.fromkeys(KINDS[:3], False)
    fields = response.context["form"].fields
    name = "grid" if "grid" in fields else page.lies_with or page.model.ROOT
    offered = set(fields[name].queryset)
    return {kind: getattr(rows[kind], name) in offered for kind in KINDS[:3]}


def _import(page, verb, rows, client):
    response, sent = client.get(page.url("import")), client.post(page.url("import"), {})
    assert (response.status_code == 403) is (sent.status_code == 403)
    assert response.status_code in (200, 403)
    return {"inside": response.status_code == 200}


def _reveal(page, verb, rows, client):
    """Seeing a field whole is a POST alone; a row with nothing in the field is refused in words."""
    sent = {"field": page.reveals[0], "why": "check"}
    found = {}
    for kind, row in rows.items():
        url = page.url("reveal", row.pk)
        asked, code = client.get(url).status_code, client.post(url, sent).status_code
        assert (asked, code) in {(403, 403), (405, 302), (405, 400), (405, 404)}, (url, asked, code)
        found[kind] = code in (302, 400)
    return found


def _whole(page, verb, rows, client):
    """A workbook of whole values: asked for, then given for a reason."""
    url = page.url("whole")
    asked = client.get(url)
    sent = {"all": "1", "seen": asked.context["count"] if asked.status_code == 200 else 1, "why": "check"}
    response = client.post(url, sent)
    if asked.status_code == 403:
        assert response.status_code == 403
        return dict.fromkeys(rows, False)
    content = b"".join(response.streaming_content)
    cells = {cell for line in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in line}
    return {kind: row.code in cells for kind, row in rows.items()}


ASKED = {
    "reveal": _reveal,
    "export_whole": _whole,
    "list": _list,
    "export": _export,
    "refer": _refer,
    "add": _add,
    "import": _import,
}


def text(page, lines):
    """A page's part of the table as it is written in the file."""
    body = "".join(f"  {line}\n" for line in lines)
    return f"{page.model._meta.label}  /{page.path}/\n  {HEAD.rstrip()}\n{body}"


def rewrite(page, lines):
    """Put what was observed into the file; to be read before it is committed."""
    head, *parts = TABLE.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    kept = {part.split()[0]: part + "\n" for part in parts}
    kept[page.model._meta.label] = text(page, lines)
    TABLE.write_text("\n".join([f"{head}\n", *(kept[label] for label in sorted(kept))]), encoding="utf-8")
