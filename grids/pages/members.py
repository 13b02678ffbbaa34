"""Who lives in a dwelling: on its own page, and on the page of each who lives there."""

from grids.choices import PersonState, Relation, UseState
from grids.identity import age_on
from grids.models import Household, Person, Relocation
from grids.pages.household import Households
from grids.pages.person import Persons
from portal.clock import today
from portal.pages.revealing import looks

SHOWN_MOVES = 10
# Heads first, then as a family is told.
ORDER = {relation: number for number, relation in enumerate(Relation)}


def members(household, user):
    """The people of a dwelling a reader may see, head first; one query."""
    rows = Persons.rows(user).filter(household=household, state=PersonState.PRESENT).order_by("birth", "pk")
    return sorted(rows, key=lambda one: ORDER.get(one.relation, len(ORDER)))


def told(person):
    """A line about somebody: who, as what, how old, what must be known."""
    day = today()
    name = person.name.removesuffix("（演示）")
    age = age_on(person.birth, day)
    due = person.visit_due_on
    return {
        "name": name,
        "demo": name != person.name,
        "url": Persons.url("detail", person.pk),
        "relation": person.get_relation_display(),
        "sex": person.get_sex_display(),
        "age": "" if age is None else f"{age} 岁",
        "residence": person.get_residence_display(),
        "care": [
            str(label) for value, label in person._meta.get_field("care").words_of.choices if value in person.care
        ],
        "due": due,
        "late": due is not None and due < day,
    }


def lines(people, user):
    """A line each, with the phone of whoever may be called."""
    calls = looks(Persons, user, people, ["phone"])
    return [told(one) | {"call": calls.get(one.pk, {}).get("phone")} for one in people]


def household_panel(household, user):
    """Who lives here."""
    return {"people": lines(members(household, user), user), "none": "还没有登记人；点“登记居民”从户主开始。"}


def add_url(household):
    """Where somebody is registered as living here; nowhere once the dwelling is closed."""
    return f"{Persons.url('add')}?household={household.pk}" if household.state == UseState.OPEN else ""


def beside_url(person):
    """Where another of the same dwelling is registered; nowhere beside somebody who lives there no more."""
    return add_url(person.household) if person.household and person.state == PersonState.PRESENT else ""


def person_panel(person, user):
    """Who lives with somebody; None for who has no dwelling."""
    if not person.household_id:
        return None
    people = [one for one in members(person.household, user) if one.pk != person.pk]
    return {"people": lines(people, user), "none": "一个人住。"}


def comings(household, user):
    """The last who came to and went from a dwelling; None where nobody did."""
    rows = Relocation.objects.within_reach(user, "view")
    rows = (
        (rows.filter(left=household) | rows.filter(entered=household)).select_related("person").order_by("-on", "-pk")
    )
    rows = list(rows[:SHOWN_MOVES])
    seen = set(Persons.rows(user).filter(pk__in=[row.person_id for row in rows]).values_list("pk", flat=True))
    found = [
        {
            "on": row.on,
            "kind": row.get_kind_display(),
            "name": row.person.name.removesuffix("（演示）") if row.person_id in seen else row.person.card,
            "url": Persons.url("detail", row.person_id) if row.person_id in seen else "",
            "way": "搬出" if row.left_id == household.pk else "住进",
            "place": row.place,
        }
        for row in rows
    ]
    return {"rows": found} if found else None


Households.panel("members", "住在这里的人", "grids/_members.html", household_panel, model=Person, order=10)
Households.panel("comings", "来去", "grids/_comings.html", comings, model=Relocation)
Persons.panel("family", "同住的人", "grids/_members.html", person_panel, model=Household, order=10)
Households.button("登记居民", "person-plus", add_url, "add", Person)
Persons.button("登记同住的人", "person-plus", beside_url, "add", Person)
