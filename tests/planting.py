"""People with numbers nobody else has, planted in every table and in every text, to see where they come up."""

import re
import unicodedata
from datetime import date

from grids.actions import person as people_actions
from grids.actions import privacy
from grids.actions.visit import cancel
from grids.choices import ManagedKind, PersonState, RelocationKind
from grids.models import Issue, Merge, Person, Visit
from grids.pages import Persons
from portal.clock import today
from portal.exchange import importing
from portal.models import Contact, SavedView
from portal.models.ledger import Ledger
from portal.pages import registry
from portal.pages.fields import is_spoken
from tests.factories import people, wishes
from tests.factories.house import ROWS
from tests.portal.exchange.files import workbook
from wishes.actions import claim as claims
from wishes.actions import letter as letters
from wishes.models import Errand, Wish

NAME = "贺兰雪"
PHONES = ("13911110777", "13922220888")
PLACES = ("虚构省虚构县虚构街道虚构路 77 号", "虚构省另一县另一街道另一路 88 号")
IDS = tuple(people.id_number(date(1961, 2, 3), n=n) for n in (71, 72))
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
MANAGED = ("精神障碍", "社区矫正", "戒毒", "刑满释放")
ROOMS = {"grids", "party", "pledges", "wishes"}
# Words of the trade, or kept whole on purpose: an office's number, a dwelling's address.
NOT_PLANTED = {"search", "id_hash", "phone_hash", "door", "was", "building", "entrance", "room", "key", "number"}
GAPS = re.compile(r"[\s.\-_·－]")


def written(phone, number, room):
    """A text with the numbers as people write them, as much of it as there is room for."""
    ways = [
        phone,
        number,
        f"电话{phone}家里",
        " ".join([phone[:3], phone[3:7], phone[7:]]),
        f"{number[:6]}-{number[6:14]}-{number[14:]}",
        phone.translate(WIDE),
        number.translate(WIDE),
        f"证{number}号{phone}",
    ]
    text = ""
    for way in ways:
        text += f"{way}；" if len(text) + len(way) < room else ""
    return text


def whole(text):
    """The markers that stand in a text whole, however they are spaced or wide."""
    plain = unicodedata.normalize("NFKC", text)
    close = GAPS.sub("", plain)
    return [one for one in (*PHONES, *IDS) if one in close] + [place for place in PLACES if place in plain]


def plant(house, by):
    """A row of every register in two communities, each as full of markers as it can be; {model: [near, away]}."""
    rows = {}
    for page in registry:
        if page.model._meta.app_label in ROOMS and not issubclass(page.model, Ledger):
            rows[page.model] = [_fill(ROWS[page.model](grid), n) for n, grid in enumerate((house.near, house.away))]
    for n, grid in enumerate((house.near, house.away)):
        _life(rows, n, grid, by)
    _more(house, by)
    _hang(rows)
    return rows


def _hang(rows):
    """A wish on the wall whose words were changed behind the screening's back; what somebody left with a whole number."""
    for n, person in enumerate(rows[Person]):
        wish = wishes.published(person.grid, person=Person.objects.get(pk=person.pk))
        _fill(wish, n)
        Wish._base_manager.filter(pk=wish.pk).update(thanks=PHONES[n])
        claims.claim_from_wall(wishes.published(person.grid).pk, name=NAME, phone=PHONES[n], note=PHONES[n])
        told = written(PHONES[n], IDS[n], 200)
        letters.decline(_fill(wishes.letter(person.grid, name=NAME, phone=PHONES[n]), n), by=None, note=told)


def _fill(row, n):
    model, found = type(row), {}
    page = registry[model]
    for column in model._meta.local_concrete_fields:
        if is_spoken(column) and column.name not in NOT_PLANTED and column.name not in page.looks and not column.unique:
            found[column.name] = written(PHONES[n], IDS[n], column.max_length or 500)
    if found:
        model._base_manager.filter(pk=row.pk).update(**found)
    return model._base_manager.get(pk=row.pk)


def _life(rows, n, grid, by):
    """Somebody with whole numbers whom all the rows are about, and lines of history that quote them."""
    person = rows[Person][n]
    person.name, person.phone, person.id_number, person.registered = NAME, PHONES[n], IDS[n], PLACES[n]
    people_actions.revise(person, by=by, note=written(PHONES[n], IDS[n], 200))
    for model, found in rows.items():
        if getattr(model, "ROOT", None) == "person":
            model._base_manager.filter(pk=found[n].pk).update(person=person)
    Merge._base_manager.filter(pk=rows[Merge][n].pk).update(kept=person)
    Errand._base_manager.filter(pk=rows[Errand][n].pk).update(place=PLACES[n])
    issue = Issue.objects.get(pk=rows[Issue][n].pk)
    issue.relate(concerned=[person])
    issue.save(by=by, note=written(PHONES[n], IDS[n], 200))
    planned = people.visit_to(grid, own=by, given=by, person=Person.objects.get(pk=person.pk))
    cancel(Visit.objects.get(pk=planned.pk), by=by, note=written(PHONES[n], IDS[n], 200))
    for kind in ManagedKind:
        if not person.managed.filter(kind=kind).exists():
            people.managed(grid, person=person, kind=kind, measures=written(PHONES[n], IDS[n], 400))
    privacy.decline(people.request(grid, person=person), by=by, note=written(PHONES[n], IDS[n], 200))
    people.relocation(grid, person=person, kind=RelocationKind.LEFT, on=date(2020, 1, 1), place=PHONES[n])
    gone = people.resident(grid, name=NAME, phone=PHONES[n])
    gone.registered, gone.support = PLACES[1 - n], f"另：{written(PHONES[n], IDS[n], 190)}"
    gone.state, gone.household = PersonState.AWAY, None
    gone.save(by=by, note=PHONES[n])
    people.relocation(grid, person=gone, kind=RelocationKind.LEFT, on=date(2020, 1, 1))


def _more(house, by):
    Contact.objects.create(community=house.community, name=NAME, phone=PHONES[0], purge_on=today())
    SavedView.objects.create(
        user=by, community=house.community, page="person", name="常看", query="tab=here", shared=True
    )


def upload(by, household):
    """An import of the register of people under way: one row to be refused, one to be changed."""
    head = ["编号", "姓名", "住户", "与户主关系", "户籍/流动", "身份证号", "电话", "户籍地址"]
    rows = [
        ["", NAME, household.door, "其他", "户籍", IDS[1], PHONES[1], PLACES[1]],
        ["", NAME, household.door, "其他", "户籍", f"{IDS[0]}9", f"{PHONES[0]}9", PLACES[0]],
    ]
    return importing.receive(Persons, by, workbook([head, *rows]))
