"""Where each row of a register says that somebody lives: what a family's first row tells holds for the rows below it."""

import re
from dataclasses import dataclass, field

from grids.choices import NodeLevel, Relation
from grids.doors import PARTS, door_of
from grids.models import Grid
from portal.exchange.fields import key
from portal.reach import nodes_q

AT = "住址"
HEAD_WITHOUT_DOOR = "户主这一行请填住址：楼栋、单元、房号，或街巷门牌"
BROKEN_ABOVE = "与第 {line} 行同户，那一行的住址有误，请先改好"
ONLY_A_ROOM = "只有单元房号不够，请写上楼栋，或写街巷门牌"
NO_SUCH_GRID = "没有找到“{words}”，或不在您的岗位范围内，请从下拉列表选"
NO_GRID = "请填网格"
LIVES_ELSEWHERE = "关联人不住在辖区，住址请留空；住在辖区的，身份请填“居民”"
# An address in one cell: 二街家属院3号楼2单元501, or 3-2-501.
WHOLE = re.compile(r"(.*?)第?([0-9]+[A-Za-z]?)(?:号楼|栋楼|[栋幢#])(?:([0-9]+)单元)?([0-9]+[A-Za-z]?)(?:号房|[室号])?")
DASHED = re.compile(r"(.*?[^0-9A-Za-z-]|)([0-9]+)-([0-9]+)-([0-9]+)")


@dataclass(slots=True)
class Place:
    """Of one row: the parts of the address, the tenure, the node it names (``grid_said``) or takes from above, its community.

    ``broken``: what is said of the dwelling could not be read.
    """

    parts: dict = field(default_factory=dict)
    tenure: str = ""
    node: object = None
    community_id: int | None = None
    grid_said: bool = False
    broken: bool = False
    door: str = ""
    line: int = 0


class Places:
    """Reads one row after another, in the order of the sheet."""

    def __init__(self, user, model):
        nodes = list(Grid.objects.filter(nodes_q(user, "add", model)).select_related("community").order_by("path"))
        self.by_words = {}
        for node in nodes:
            for words in (node.name, node.alias, node.code):
                self.by_words.setdefault(_grid_key(words), node)
        grids = [node for node in nodes if node.level == NodeLevel.GRID]
        self.only = grids[0] if len(grids) == 1 else None
        homes = {node.community_id: node for node in nodes if node.community_id}
        self.home = next(iter(homes.values())) if len(homes) == 1 else None
        self.community = self.home and self.home.community_id
        self.above, self.node_above = None, self.only

    def named(self, words):
        """The node of these words where the user may add; None for any other."""
        return self.by_words.get(_grid_key(words))

    def see(self, said):
        """Take notice of the row of somebody known, whose dwelling may hold for new rows below."""
        parts = {name: said.get(name, "") for name in PARTS}
        if any(parts.values()):
            node = self.named(said.get("grid") or "")
            self.above = Place(parts=parts, door=door_of(**parts), node=node)
            self.node_above = node or self.only

    def outside(self, row, said):
        """The node of somebody who does not live here."""
        if any(said.get(name) for name in PARTS):
            row.refuse(AT, LIVES_ELSEWHERE)
        place = Place(node=None if said.get("grid") or not self.home else self.home)
        self._name_grid(row, said, place)
        if place.node is None and not place.broken:
            row.refuse("网格", NO_GRID)
        return place.node and place.node.community

    def of(self, said):
        """The Place of a new person's row."""
        place = self._dwelling(said, said.values)
        self._settle_grid(said, said.values, place)
        place.line = said.line
        place.community_id = place.node.community_id if place.node else self.community
        self.above = place
        return place

    def _dwelling(self, row, said):
        parts = {name: said.get(name, "") for name in PARTS}
        if parts["address"] and not any(parts[name] for name in ("building", "entrance", "room")):
            parts = split(parts["address"])
        if row.wrong & set(PARTS):
            return Place(broken=True)
        if not any(parts.values()):
            return self._carried(row, said)
        if not parts["address"] and not parts["building"]:
            if self.above is None or not (self.above.parts.get("address") or self.above.parts.get("building")):
                row.refuse(AT, ONLY_A_ROOM)
                return Place(broken=True)
            above = self.above.parts
            parts |= {name: above[name] for name in ("address", "building")}
            parts["entrance"] = parts["entrance"] or above["entrance"]
        return Place(parts=parts, door=door_of(**parts), tenure=said.get("tenure") or "")

    def _carried(self, row, said):
        """The dwelling of the row above."""
        above = self.above
        if above is None or (not above.door and not above.broken):
            return Place()
        if said.get("relation") == Relation.HEAD:
            row.refuse(AT, HEAD_WITHOUT_DOOR)
            return Place(broken=True)
        if above.broken:
            row.refuse(AT, BROKEN_ABOVE.format(line=above.line))
            return Place(broken=True)
        return Place(parts=above.parts, door=above.door, tenure=said.get("tenure") or "", node=above.node)

    def _settle_grid(self, row, said, place):
        self._name_grid(row, said, place)
        if place.node is None and not place.broken:
            place.node = self.node_above
        self.node_above = place.node

    def _name_grid(self, row, said, place):
        if words := said.get("grid"):
            place.grid_said = True
            place.node = self.named(words)
            if place.node is None:
                row.refuse("网格", NO_SUCH_GRID.format(words=words[:20]))
                place.broken = True


def split(address):
    """An address in one cell as parts, where it is written like one of a flat."""
    if found := WHOLE.fullmatch(address) or DASHED.fullmatch(address):
        return {name: PARTS[name](part) for name, part in zip(PARTS, found.groups(), strict=True)}
    return {name: address if name == "address" else "" for name in PARTS}


def _grid_key(words):
    """一网格, 第一网格 and 1 网格 are one."""
    return key(words).removeprefix("第").translate(str.maketrans("一二三四五六七八九", "123456789"))
