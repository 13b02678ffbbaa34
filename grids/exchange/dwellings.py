"""The dwellings that the rows of a register name: those known by their doors, and those to be written on the way."""

from collections import defaultdict

from grids.choices import NodeLevel, PersonState, Relation, UseState
from grids.exchange.places import AT, NO_GRID
from grids.models import Household, Person
from portal.exchange.plan import Reachable
from portal.exchange.rows import in_chunks
from portal.reach import allowed

FOREIGN = "这个住址登记在“{grid}”，不在您的岗位范围内"
OTHER_GRID = "这个住址登记在“{grid}”，请照它填，或先在“住户”里改网格"
NOT_A_GRID = "住户要登记到网格，请填网格名称"
OUT_OF_REACH = "网格不在您的岗位范围内，请重选"
SHUT = "这一户已停用，请先在“住户”里重新启用"
OTHER_TENURE = "与登记的“{tenure}”不一致，请照它填、留空，或先在“住户”里改"
UNLIKE = "与第 {line} 行不一致，同一户请填成一样"
HEADED = "这一户已有户主（{code}），请改填与户主关系"
HEADED_UNSEEN = "这一户已有户主，请改填与户主关系"
HEADED_TWICE = "与第 {line} 行重复，一户只有一个户主"


class Dwellings:
    """Looks all doors up in a few queries; ``of`` answers the household of one row or refuses it.

    ``lived_in`` are keys of households whose heads must be known as well.
    """

    def __init__(self, user, places, lived_in=()):
        self.user = user
        self.known, self.new, self.headed = {}, {}, {}
        self.may_add = Reachable(user, "add", Household)
        wanted = defaultdict(set)
        for place in places:
            if place.door and place.community_id:
                wanted[place.community_id].add(place.door)
        for community, doors in wanted.items():
            for part in in_chunks(sorted(doors)):
                found = Household.objects.filter(community=community, door__in=part).select_related("grid")
                self.known |= {(one.community_id, one.door): one for one in found.order_by("pk")}
        keys = [one.pk for one in self.known.values()]
        self.open = set()
        for part in in_chunks(keys):
            self.open |= {pk for pk, verbs in allowed(user, ["refer"], Household, part).items() if verbs}
        self.heads = self._heads(sorted({*keys, *lived_in}))

    def _heads(self, keys):
        """{household: (person, number or none where the user may not see it)}."""
        heads = {}
        for part in in_chunks(keys):
            rows = Person.objects.filter(household__in=part, relation=Relation.HEAD, state=PersonState.PRESENT)
            told = list(rows.order_by("pk").values_list("household_id", "pk", "code"))
            seen = allowed(self.user, ["view"], Person, [pk for _, pk, _ in told])
            heads |= {household: (pk, code if seen.get(pk) else "") for household, pk, code in told}
        return heads

    def of(self, row, place):
        """The household of a new person's row, known or to be written; None when it is refused or nowhere told."""
        if place.broken or not place.door:
            return None
        found = self.known.get((place.community_id, place.door))
        if found is not None:
            return found if self._fits(row, place, found) else None
        return self._to_be_written(row, place)

    def _fits(self, row, place, household):
        if household.pk not in self.open:
            row.refuse(AT, FOREIGN.format(grid=household.grid))
        elif household.state != UseState.OPEN:
            row.refuse(AT, SHUT)
        elif place.node is not None and place.grid_said and place.node.pk != household.grid_id:
            row.refuse("网格", OTHER_GRID.format(grid=household.grid))
        elif place.tenure and place.tenure != household.tenure:
            row.refuse("住房性质", OTHER_TENURE.format(tenure=household.get_tenure_display()))
        else:
            return True
        return False

    def _to_be_written(self, row, place):
        if place.node is None:
            row.refuse("网格", NO_GRID)
            return None
        if place.node.level != NodeLevel.GRID:
            row.refuse("网格", NOT_A_GRID)
            return None
        line, made = self.new.setdefault((place.community_id, place.door), (row.line, None))
        if made is None:
            made = Household(grid=place.node, **place.parts, **({"tenure": place.tenure} if place.tenure else {}))
            if not self.may_add(made):
                row.refuse("网格", OUT_OF_REACH)
                return None
            made.settle_door()
            made.told_tenure = bool(place.tenure)
            self.new[place.community_id, place.door] = line, made
            return made
        if made.grid_id != place.node.pk:
            row.refuse("网格", UNLIKE.format(line=line))
            return None
        if place.tenure and made.told_tenure and made.tenure != place.tenure:
            row.refuse("住房性质", UNLIKE.format(line=line))
            return None
        if place.tenure:
            made.tenure, made.told_tenure = place.tenure, True
        return made

    def insist_one_head(self, row, household, person=None):
        """Refuse a second head of a household, of the register or of the file."""
        key = household.pk or household.door
        pk, code = self.heads.get(household.pk, (None, ""))
        if pk and pk != getattr(person, "pk", None):
            row.refuse("与户主关系", HEADED.format(code=code) if code else HEADED_UNSEEN)
        elif (line := self.headed.setdefault((household.grid.community_id, key), row.line)) != row.line:
            row.refuse("与户主关系", HEADED_TWICE.format(line=line))
