"""Whatever is sent to a register is answered with a sentence, never with a breakdown."""

import pytest

from portal.pages import registry
from tests.factories.house import ROWS
from tests.test_queries import reader

PAGES = sorted(registry, key=lambda page: page.model._meta.label)
JUNK = [
    "\x00",
    "²",
    "9" * 40,
    "-1",
    "' OR 1=1 --",
    "<script>",
    "0001-01-01",
    "9999-12-31",
    "x" * 3000,
    "1e999",
    "NaN",
    "𠮷",
]
TOLD = {200, 400, 404}


@pytest.fixture(params=PAGES, ids=lambda page: page.model._meta.label)
def page(request):
    return request.param


def test_junk_in_the_address_of_a_list(page, house, enter):
    client = enter(reader(house, page))
    ROWS[page.model](house.near)
    names = ["q", "sort", "tab", "figure", "month", "node", "page", "print", *page.filters]
    names += [f"{name}_{end}" for name in page.filters for end in ("from", "to")]
    for junk in JUNK:
        for name in names:
            response = client.get(page.url("list"), {name: junk})
            assert response.status_code in TOLD, (name, junk)


def test_junk_in_every_field_of_a_form(page, house, enter):
    if not page.addable():
        return
    user = reader(house, page)
    client, row = enter(user), ROWS[page.model](house.near)
    before = page.model.objects.count()
    urls = [page.url(kind, *args) for kind, args in (("add", ()), ("edit", (row.pk,))) if page.may(user, kind)]
    for url in urls:
        for junk in JUNK:
            sent = dict.fromkeys([*page.fields, "once", "base"], junk) | {"version": row.version}
            response = client.post(url, sent)
            assert response.status_code in (409, 422), (url, junk)
    assert page.model.objects.count() == before


def test_junk_in_every_answer_of_a_move(page, house, enter):
    user = reader(house, page)
    client, row = enter(user), ROWS[page.model](house.near)
    for move in page.model.MOVES:
        if not page.may(user, move):
            continue
        url = page.url(move, row.pk)
        names = [*client.get(url).context["form"].fields]
        for junk in JUNK:
            response = client.post(url, dict.fromkeys(names, junk))
            assert response.status_code in (409, 422), (url, junk)
    row.refresh_from_db()
    assert row.version == 1
