"""Posters with a QR code: one of the wall, one for the door of each grid, to be printed and put up."""

from io import BytesIO

import segno
from django.shortcuts import render
from django.urls import reverse

from grids.choices import NodeLevel
from grids.models import Grid
from portal.keys import key_of
from portal.pages.views.base import PageView
from portal.reach import nodes_q

WALL = {
    "title": "点亮一个微心愿",
    "lines": ("扫码看看邻居们的小心愿", "挑一个您办得到的，留下姓名电话就能认领"),
}
DOOR = ("看到问题写一句话、拍张照；也可以许个心愿", "不用登录；提交后给您查询码，办到哪一步随时能查")


def qr(url):
    """The code as an SVG that scales with its box; a smudge on a quarter of it does not matter."""
    out = BytesIO()
    code = segno.make(url, error="q", micro=False)
    code.save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#000", svgclass="qr", title=url
    )
    return out.getvalue().decode()


class Posters(PageView):
    """GET ``grid`` narrows to the one; all of the visitor's grids and the wall otherwise."""

    def get(self, request):
        grids = Grid.objects.filter(nodes_q(request.user, "view", self.page.model), level=NodeLevel.GRID)
        grids = grids.select_related("community").order_by("community", "order", "path")
        asked = key_of(request.GET.get("grid", ""))
        shown = [grid for grid in grids if asked in (None, grid.pk)]
        posters = [self._door(grid) for grid in shown]
        if asked is None:
            posters.insert(0, WALL | self._at("wall") | {"unit": shown[0].community if shown else ""})
        context = {
            "posters": posters,
            "grids": grids,
            "asked": asked,
            "back_url": self.back_url(),
            "crumbs": self.crumbs({"label": "二维码海报", "url": ""}),
        }
        return render(request, "wishes/posters.html", context)

    def _door(self, grid):
        title = f"{grid.name} · {grid.alias}" if grid.alias else grid.name
        return {"title": title, "lines": DOOR, "unit": grid.community} | self._at("door", grid.code)

    def _at(self, name, *args):
        url = self.request.build_absolute_uri(reverse(name, args=args))
        return {"qr": qr(url), "url": url}
