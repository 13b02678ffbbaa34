"""Whatever is sent to a register is answered with a sentence, never with a breakdown."""

import pytest

from portal.pages import registry
from tests.factories.house import ROWS
from tests.test_queries import reader

PAGES = sorted(registry, key=lambda page: page.model._meta.label)
JUNK = ["\x00", "²", "9" * 40, "-1", "<script>'", "0001-01-01", "9999-12-31", "x" * 3000, "NaN"]


@pytest.fixture(params=PAGES, ids=lambda page: page.model._meta.label)
def page(request):
    return request.param


def test_junk_in_every_filter_of_a_list(page, house, enter):
    client = enter(reader(house, page))
    ROWS[page.model](house.near)
    names = [*page.filters, *(f"{name}_{end}" for name in page.filters for end in ("from", "to"))]
    for junk in JUNK:
        for query in (dict.fromkeys(names, junk), {"q": junk}):
            response = client.get(page.url("list"), query)
            assert response.status_code in (200, 400), query


def test_junk_in_every_field_of_a_form(page, house, enter):
    user = reader(house, page)
    client, row = enter(user), ROWS[page.model](house.near)
    before = page.model.objects.count()
    kinds = [("add", ()), ("edit", (row.pk,))] if page.addable() else []
    for kind, args in kinds:
        if not page.may(user, kind):
            continue
        for junk in JUNK:
            sent = dict.fromkeys([*page.fields, "once", "base"], junk) | {"version": row.version}
            response = client.post(page.url(kind, *args), sent)
            assert response.status_code in (409, 422), (kind, junk)
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
