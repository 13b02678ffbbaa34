"""What a dwelling's entry asks for."""

from grids.doors import PARTS, door_of
from grids.models import Household
from portal.pages.forms import RecordForm

TAKEN = "“{door}”已经登记过（{grid}，{code}），请在“住户”里查找，不要重复登记。"
NO_DOOR = "请填楼栋房号，或写街巷门牌。"


class Home(RecordForm):
    """A dwelling as staff enter one; one address stands once in a community."""

    def clean(self):
        cleaned = super().clean()
        door = door_of(**{name: plain(cleaned.get(name)) for name, plain in PARTS.items()})
        grid = cleaned.get("grid")
        if not door:
            self.add_error("address", NO_DOOR)
        elif grid and (twin := self._twin(grid, door)):
            self.add_error(None, TAKEN.format(door=door, grid=twin.grid, code=twin.code))
        return cleaned

    def _twin(self, grid, door):
        same = Household.objects.filter(community=grid.community_id, door=door).exclude(pk=self.instance.pk)
        return same.select_related("grid").first()
