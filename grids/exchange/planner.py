"""Plans an upload of the whole register: one row a person, the household in the same row; ADR exchange.

Nothing is asked a row: doors, numbers and names of all rows are looked up before the first is judged.
"""

from dataclasses import dataclass, field

from grids import identity
from grids.choices import PersonState, Relation, Tie
from grids.doors import PARTS, door_of
from grids.exchange.columns import OF_PERSON, RoughBirth
from grids.exchange.dwellings import Dwellings
from grids.exchange.known import Known
from grids.exchange.places import AT, Places
from grids.models import Person
from grids.registering import completed
from portal.clock import today
from portal.exchange.fields import CODE_LABEL, Unchanged
from portal.exchange.plan import (
    CHANGED,
    MASK_CHANGED,
    MASKED_NEW,
    MAY_NOT_ADD,
    MAY_NOT_EDIT,
    NEW,
    NO_SUCH_CODE,
    OUT_OF_REACH,
    SAME,
    STILL_MASKED,
    Planner,
    altered,
)
from portal.exchange.values import CellError
from portal.masks import mask_free_text

MOVED = "与登记的“{door}”不一致，换住户请办“搬家”"
REGRID = "随住户走，请在“住户”里办“改到别的网格”"
REGRID_OUTSIDE = "请办“改到别的网格”"
TENURE = "是整户的，请在“住户”里改"
LODGED = "住在户里的人不能改成关联人，请先办“迁出”"
UNHOUSED = "现在不住在户里，住进来请办“搬家”或“迁回”"
NO_DOOR = "请填楼栋、单元、房号，或在“小区或街巷”写门牌"
NEEDED = {"household": NO_DOOR, "residence": "请填户籍或流动", "relation": "请填与户主关系"}
NO_NAME = "请填写姓名"
TOO_LONG = "最多 {most} 个字，现在有 {count} 个，请精简"
IMPLAUSIBLE = "年份不对，请核对"
NEW_DOOR = "{door}（新登记）"


@dataclass(slots=True)
class Said:
    """What the cells of one row say: values by name, names that could not be read and why, a birthday without a day."""

    line: int
    refusals: list = field(default_factory=list)
    values: dict = field(default_factory=dict)
    wrong: set = field(default_factory=set)
    rough: RoughBirth | None = None
    place: object = None

    def refuse(self, label, reason):
        """Keep it until the row is judged: then all that is wrong with it is told together."""
        self.refusals.append((label, reason))


class RegisterPlanner(Planner):
    """One row a person; dwellings the rows name are found by their door or written on the way."""

    def _look_up(self, rows, records):
        self.labels = {column.name: column.label for column in self.columns}
        self.labels |= {"household": AT, **{c.name: c.label for c in self.page.import_columns()}}
        self.by_name = {column.name: column for column in self.columns}
        self.today, places = today(), Places(self.user, Person)
        self.said = {row.line: self._cells(row, records.get(row.code)) for row in rows}
        for row in rows:
            said = self.said[row.line]
            if row.code:
                places.see(said.values)
            elif said.values.get("tie") != Tie.ASSOCIATE:
                said.place = places.of(said)
        self.places = places
        told = list(self.said.values())
        lived_in = {record.household_id for record in records.values()}
        self.dwellings = Dwellings(self.user, [said.place for said in told if said.place], lived_in - {None})
        communities = {said.place.community_id for said in told if said.place} | {places.community}
        communities |= {record.community_id for record in records.values()}
        numbers = {_whole(said.values.get("id_number")) for said in told} - {""}
        names = {said.values["name"] for said in told if said.values.get("name")}
        self.known = Known(self.user, communities - {None}, numbers, names)

    def _cells(self, row, record):
        """The cells of a row read; those that cannot be are refused, masked ones of a known row passed over."""
        said = Said(row.line)
        for column in self.columns:
            try:
                said.values[column.name] = column.read(row.row_values[column.label])
            except Unchanged:
                if record is None and not row.code:
                    said.wrong.add(column.name)
                    said.refuse(column.label, MASKED_NEW)
                elif column.name in OF_PERSON and record and altered(row.row_values[column.label], column, record):
                    said.refuse(column.label, MASK_CHANGED)
            except RoughBirth as rough:
                said.rough = rough
            except CellError as error:
                said.wrong.add(column.name)
                said.refuse(column.label, str(error))
        return said

    # New rows ------------------------------------------------------------------------

    def _add(self, row):
        said = self.said[row.line]
        if "add" not in self.forms:
            row.refuse("", MAY_NOT_ADD)
            return
        self._refuse_read(row, said)
        values = {name: said.values.get(name) for name in OF_PERSON if said.values.get(name) not in (None, "")}
        values["tie"] = values.get("tie") or Tie.RESIDENT
        node = None
        if values["tie"] == Tie.ASSOCIATE:
            node = self.places.outside(row, said.values)
        else:
            values["household"] = self.dwellings.of(row, said.place)
        values = self._complete(row, said, values)
        person = Person(**{name: value for name, value in values.items() if value is not None})
        household = person.household
        if household is not None or node is not None:
            person.grid = household.grid if household else node
        row.instance, row.object_repr = (
            person,
            self.by_name["name"].words(person.name) if "name" in self.by_name else "",
        )
        row.changes = self._told(person, said)
        if person.grid_id:
            self._insist_new(row, person)
        row.import_type = row.import_type or NEW
        if row.refusals and said.place:
            self._fill(row, said.place)

    def _fill(self, row, place):
        """Write what a refused row took from the rows above into its cells: it goes back to be put right without them."""
        told = {**place.parts, "grid": str(place.node or "")}
        row.row_values |= {
            self.labels[name]: words for name, words in told.items() if not row.row_values.get(self.labels[name])
        }

    def _insist_new(self, row, person):
        """What must be one of its kind, and within reach."""
        if not self.reachable(person):
            self._refuse(row, "grid", OUT_OF_REACH)
        community = person.grid.community_id
        if person.id_number and not self._is_told(row, "id_number"):
            self.known.insist_one_number(row, person, community)
        if person.name and not row.refusals:
            self.known.insist_nobody_alike(row, person, community)
        if person.household is not None and person.relation == Relation.HEAD:
            self.dwellings.insist_one_head(row, person.household)

    def _told(self, person, said):
        """What the preview shows of a new row, masked."""
        told = []
        if person.grid_id:
            told.append((self.labels["grid"], "", str(person.grid)))
        if person.household is not None:
            door = mask_free_text(person.household.door)
            told.append((AT, "", door if person.household.pk else NEW_DOOR.format(door=door)))
        names = [name for name in OF_PERSON if name in self.by_name and (name != "tie" or said.values.get("tie"))]
        for name in names:
            if (value := getattr(person, name)) not in (None, "", []):
                told.append((self.labels[name], "", self.by_name[name].words(value)))
        return told

    # Known rows ----------------------------------------------------------------------

    def _change(self, row, record, editable):
        if record is None:
            row.refuse(CODE_LABEL, NO_SUCH_CODE)
            return
        said = self.said[row.line]
        row.instance, row.object_repr = record, self._card(record)
        self._refuse_read(row, said)
        changed = self._changed(row, record, said)
        self._insist_dwelling(row, record, said)
        row.import_type = row.import_type or (CHANGED if changed else SAME)
        if not changed:
            return
        if record.code not in editable:
            row.refuse(CODE_LABEL, MAY_NOT_EDIT)
        elif reason := self.page.edit_refusal(record, self.user):
            row.refuse(CODE_LABEL, reason)
        else:
            self._insist_changed(row, record, said, changed)

    def _changed(self, row, record, said):
        changed = {}
        for name in OF_PERSON:
            if name not in said.values:
                continue
            value, current, column = said.values[name], getattr(record, name), self.by_name[name]
            if column.same(value, current) or (name == "id_number" and _whole(value) == current):
                continue
            if column.loses(value, current):
                self._refuse(row, name, STILL_MASKED)
            else:
                changed[name] = value
                row.changes.append((column.label, column.words(current), column.words(value)))
        return changed

    def _insist_dwelling(self, row, record, said):
        """What the row says of the dwelling must be what is known: it is changed elsewhere."""
        household = record.household
        if words := said.values.get("grid"):
            known = self.places.named(words)
            if known != record.grid and words != str(record.grid):
                self._refuse(row, "grid", REGRID if household else REGRID_OUTSIDE)
        written = {name: said.values[name] for name in PARTS if name in said.values}
        if any(written.values()):
            if household is None:
                row.refuse(AT, UNHOUSED)
            elif not _same_door(household, written):
                row.refuse(AT, MOVED.format(door=mask_free_text(household.door)))
        tenure = said.values.get("tenure")
        if tenure and household is not None and tenure != household.tenure:
            self._refuse(row, "tenure", TENURE)

    def _insist_changed(self, row, record, said, changed):
        current = {name: getattr(record, name) for name in OF_PERSON}
        here = record.state == PersonState.PRESENT
        if changed.get("relation") and not here:
            self._refuse(row, "relation", UNHOUSED)
        values = self._complete(row, said, {**current, "household": record.household, **changed}, here)
        if values["tie"] == Tie.ASSOCIATE and record.household_id:
            self._refuse(row, "tie", LODGED)
        if row.refusals:
            return
        for name in OF_PERSON:
            setattr(record, name, values[name])
        if "id_number" in changed and record.id_number:
            self.known.insist_one_number(row, record, record.community_id)
        if "relation" in changed and values["relation"] == Relation.HEAD and record.household_id:
            self.dwellings.insist_one_head(row, record.household, record)

    # Both ----------------------------------------------------------------------------

    def _complete(self, row, said, values, here=True):
        """The values with what follows from them; what is missing or cannot be is refused."""
        if not values.get("name"):
            self._refuse(row, "name", NO_NAME)
        values, wrong = completed(values, self.today, here)
        if said.rough and not (wrong.get("id_number") or not values.get("id_number")):
            said.rough = None if said.rough.fits(values["birth"]) else said.rough
        if said.rough:
            self._refuse(row, "birth", str(said.rough))
        elif values.get("birth") and values["birth"].year < 1900:
            self._refuse(row, "birth", IMPLAUSIBLE)
        for name, sentence in wrong.items():
            # A cell that could not be read is not missing as well.
            if name not in said.wrong and not (name == "household" and row.refusals):
                self._refuse(row, name, NEEDED.get(name, sentence))
        for name in OF_PERSON:
            most, value = Person._meta.get_field(name).max_length, values.get(name)
            if most and isinstance(value, str) and len(value) > most:
                self._refuse(row, name, TOO_LONG.format(most=most, count=len(value)))
        return values

    def _refuse_read(self, row, said):
        for label, reason in said.refusals:
            row.refuse(label, reason)

    def _refuse(self, row, name, reason):
        if not self._is_told(row, name):
            row.refuse(self.labels[name], reason)

    def _is_told(self, row, name):
        return any(label == self.labels[name] for label, _ in row.refusals)


def _whole(number):
    """A right number as it is kept, those of fifteen places in eighteen; "" for any other."""
    try:
        return identity.read(number).number
    except ValueError:
        return ""


def _same_door(household, written):
    """Whether the parts told are those of the dwelling; the address as one text is the same as its parts."""
    parts = {name: getattr(household, name) for name in PARTS}
    told = parts | {name: text for name, text in written.items() if text != mask_free_text(parts[name])}
    return told == parts or door_of(**{**dict.fromkeys(PARTS, ""), **written}) == household.door
