"""Mergers of two rows that are one human being."""

from grids.actions import merge as actions
from grids.choices import MergeState
from grids.models import Merge, Person
from grids.models.person_moves import NAMED
from grids.pages.person import Persons
from portal.pages import Link, Page, links
from portal.pages.columns import badge


def merge_url(person):
    """Where a person is put together with another row; nowhere once merged or erased."""
    return Persons.url("merge", person.pk) if person.state in NAMED else ""


class Merges(Page):
    model, actions = Merge, actions
    path, icon, group, order = "people/merges", "union", "个人信息", 74
    subtitle = "两条记录是同一个人时合并；移过什么都有记录，可以撤销"
    columns = ["code", "kept", "gone", "grid", "created_by", "created_at", "state"]
    filters = ["grid", "state", "created_at"]
    search = ["code"]
    facts = ["kept", "kept__code", "gone", "gone__code", "created_by", "created_at"]
    opens = ("kept", "gone")
    looks = {
        "state": badge(
            {MergeState.DONE: "closed", MergeState.UNDONE: "void", MergeState.DISTINCT: "hold"},
            dict(MergeState.choices),
        )
    }
    empty_title, empty_text = "还没有合并过", "重复登记的人列在“重复的人”里，核对后合并。"


links.append(Link("重复的人", "person-duplicates", "people", "个人信息", Person, "merge"))
Persons.button("合并重复", "union", merge_url, "merge", Person)
