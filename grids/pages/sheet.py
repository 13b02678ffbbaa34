"""A sheet of a walk, line by line: on the page, on paper and as a workbook."""

import io

from django.http import FileResponse
from django.shortcuts import render

from grids.identity import age_on
from grids.models import Person, Visit
from grids.pages.person import Persons
from grids.queries.visit import last_words
from portal import history
from portal.clock import today
from portal.exchange.sheets import Sheet, SheetColumn
from portal.exchange.workbook import CONTENT_TYPE, content_disposition, write_workbook
from portal.masks import mask, mask_free_text
from portal.pages.columns import column
from portal.pages.views.base import PageView
from portal.reach import may

COLUMNS = [
    SheetColumn("住址", 22),
    SheetColumn("姓名", 10),
    SheetColumn("性别/年龄", 10),
    SheetColumn("标签", 20),
    SheetColumn("电话", 14),
    SheetColumn("上次走访", 16),
    SheetColumn("情况", 36),
]


def lines_of(walk, user):
    """The lines as they are told: names whole for whoever may see the person, phones masked, what was met within reach."""
    rows = list(walk.lines.select_related("person__household", "person__grid", "visit").order_by("number"))
    keys = [line.person_id for line in rows]
    seen = set(Persons.rows(user).filter(pk__in=keys).values_list("pk", flat=True))
    theirs = Visit.objects.within_reach(user, "view") if may(user, "view", Visit) else Visit.objects.none()
    visits = set(theirs.filter(walk_line__walk=walk).values_list("pk", flat=True))
    return [_line(line, line.person_id in seen, line.visit_id in visits) for line in rows]


def _line(line, seen, shows_visit):
    person, visit = line.person, line.visit if shows_visit else None
    age = f"{age_on(person.birth, today())} 岁" if person.birth else ""
    return {
        "number": line.number,
        "name": person.card_to(seen=seen),
        "url": Persons.url("detail", person.pk) if seen else "",
        "door": (person.household.door if person.household_id else str(person.grid)) if seen else "",
        "sex_age": " ".join(filter(None, [person.get_sex_display(), age])) if seen else "",
        "care": (column(Person, "care").plain(person.care) or person.get_residence_display()) if seen else "",
        "phone": mask(person.phone, "phone") if seen and person.phone else "",
        "last": last_words(person) if seen else "",
        "done": bool(line.visit_id),
        "visit": visit,
        "outcome": visit.get_outcome_display() if visit else "",
        "findings": mask_free_text(visit.findings) if visit else "",
    }


class Paper(PageView):
    """The sheet as it is printed: A4 across, numbered, with room to write."""

    def get(self, request, pk):
        walk = self.record()
        here = self.page.url("detail", pk)
        context = {
            "page": self.told,
            "walk": walk,
            "title": f"{walk.grid.community}{walk.grid}走访表",
            "lines": lines_of(walk, request.user),
            "at": today(),
            "back_url": here,
            "workbook_url": self.page.url("workbook", pk) if self.page.may(request.user, "export") else "",
            "crumbs": self.crumbs({"label": walk.code, "url": here}, {"label": "打印走访表", "url": ""}),
        }
        return render(request, "grids/walk_sheet.html", context)


class Workbook(PageView):
    """The same as a workbook, names masked as in every file; taking it is written down."""

    verb = "export"

    def get(self, request, pk):
        walk, file = self.record(), io.BytesIO()
        title = f"{walk.grid.community}{walk.grid}走访表（{walk.day}）"
        lines = lines_of(walk, request.user)
        rows = [
            (one["door"], mask(one["name"], "name"), *(one[key] for key in ("sex_age", "care", "phone", "last")), "")
            for one in lines
        ]
        signoff = ("走访人", "审核人", "负责人")
        write_workbook(file, [Sheet(title, request.user.scope_name, COLUMNS, rows, name="走访表", signoff=signoff)])
        file.seek(0)
        history.log("export", by=request.user, record=walk, note=f"{title} {len(lines)} 行")
        headers = {"Content-Type": CONTENT_TYPE, "Content-Disposition": content_disposition(f"{title}.xlsx")}
        return FileResponse(file, headers=headers)
