"""Whether somebody of a register's row is on the register already, or twice in the file."""

from datetime import date

from grids.choices import PersonState
from grids.models import Person
from grids.models.person_moves import NAMED
from portal.crypto import keyed_hash
from portal.exchange.rows import in_chunks
from portal.reach import allowed

TAKEN = "已经登记过：{code}。修改他的资料请在“编号”填这个号"
TAKEN_UNSEEN = "已经登记在“{grid}”，不在您的岗位范围内，请与那边核对"
TWICE = "与第 {line} 行重复，请只留一行"
NAMESAKE = "{code} 与这一行同名{like}，多半是同一个人：是，就在“编号”填这个号；不是，请补身份证号"
NAMESAKE_NUMBERED = (
    "{code} 与这一行同名{like}、还没有证号，多半是同一个人：是，就在“编号”填这个号；不是，请在页面上登记"
)
NAMESAKE_UNSEEN = "“{grid}”有与这一行同名{like}的人，多半是同一个人，请与那边核对"
NAMESAKE_TWICE = "与第 {line} 行同名{like}，多半是同一个人；不是，请补身份证号"
LABEL = "身份证号"


class Known:
    """Everybody of the communities concerned with a number or a name of the file, asked for in a few queries."""

    def __init__(self, user, communities, numbers, names):
        self.by_number, self.by_name, seen = {}, {}, set()
        people = Person.objects.filter(community__in=communities).order_by("pk")
        columns = ("pk", "community_id", "code", "grid__name", "id_hash", "name", "birth", "household_id")
        hashes = sorted({keyed_hash(number) for number in numbers})
        for part in in_chunks(hashes):
            rows = people.filter(id_hash__in=part, state__in=NAMED).values_list(*columns, named=True)
            self.by_number |= {(row.community_id, row.id_hash): row for row in rows}
        for part in in_chunks(sorted(names)):
            for row in people.filter(name__in=part, state=PersonState.PRESENT).values_list(*columns, named=True):
                self.by_name.setdefault((row.community_id, row.name), []).append(row)
        keys = [row.pk for row in self.by_number.values()] + [row.pk for many in self.by_name.values() for row in many]
        for part in in_chunks(sorted(set(keys))):
            seen |= {pk for pk, verbs in allowed(user, ["view"], Person, part).items() if verbs}
        self.seen, self.numbers, self.likes = seen, {}, {}

    def insist_one_number(self, row, person, community):
        """Refuse an ID number that somebody else of the community has, on the register or in the file."""
        place = (community, keyed_hash(person.id_number))
        other = self.by_number.get(place)
        if other is not None and other.pk != person.pk:
            words = TAKEN if other.pk in self.seen else TAKEN_UNSEEN
            row.refuse(LABEL, words.format(code=other.code, grid=other.grid__name))
        elif (line := self.numbers.setdefault(place, row.line)) != row.line:
            row.refuse(LABEL, TWICE.format(line=line))

    def insist_nobody_alike(self, row, person, community):
        """Refuse a new row that an ID number does not tell from somebody of one name and birthday, or name and dwelling."""
        for other in self.by_name.get((community, person.name), ()):
            like = _like(person, other.birth, other.household_id)
            if like and (not person.id_number or not other.id_hash):
                words = NAMESAKE_NUMBERED if person.id_number else NAMESAKE
                words = words if other.pk in self.seen else NAMESAKE_UNSEEN
                row.refuse("姓名", words.format(code=other.code, grid=other.grid__name, like=like))
                return
        self._alike_in_file(row, person, community)

    def _alike_in_file(self, row, person, community):
        for line, number, birth, household in self.likes.setdefault((community, person.name), []):
            like = _like(person, birth, household)
            if like and not (number and person.id_number):
                row.refuse("姓名", NAMESAKE_TWICE.format(line=line, like=like))
                return
        told = (row.line, person.id_number, person.birth, _dwelling(person))
        self.likes[community, person.name].append(told)


def _like(person, birth, household):
    if isinstance(birth, date) and birth == person.birth:
        return "同生日"
    if household and household == _dwelling(person) and not (birth and person.birth):
        return "同住一户"
    return ""


def _dwelling(person):
    household = person.household
    return household and (household.pk or household.door)
