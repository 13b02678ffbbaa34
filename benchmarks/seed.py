"""A large community to measure in: as many issues as asked, spread over seven grids and four years."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Post, User
from grids.choices import Category, IssueState, NodeLevel, Source, Urgency
from grids.models import Grid, Issue


def community():
    """The tree with seven grids and a secretary; returns (secretary, grids)."""
    street = Grid.plant(name="测试街道", code="BS", level=NodeLevel.STREET)
    home = Grid.plant(street, name="测试社区", code="BC", level=NodeLevel.COMMUNITY)
    grids = []
    for n in range(1, 8):
        home.refresh_from_db()
        grids.append(Grid.plant(home, name=f"{n} 网格", code=f"B{n}", level=NodeLevel.GRID))
    secretary = User(username="secretary", name="测量", grid=home, must_change_password=False)
    secretary.set_unusable_password()
    secretary.save(by=None)
    Post(user=secretary, role="secretary", grid=home).save(by=None)
    return secretary, grids


def issues(count, grids, handler, batch=5000):
    """Write ``count`` issues without history, newest last."""
    now, categories, states = timezone.now(), list(Category), [s for s in IssueState if s != IssueState.VOID]
    step = timedelta(days=4 * 365) / count
    for start in range(0, count, batch):
        made = []
        for n in range(start, min(start + batch, count)):
            at = now - step * (count - n)
            old = n < count - 400
            state = IssueState.CLOSED if old else states[n % len(states)]
            closed = at + timedelta(hours=n % 90) if state == IssueState.CLOSED else None
            made.append(
                Issue(
                    grid=grids[n % 7], community_id=grids[0].community_id, code=f"BX{n:08}",
                    title=f"第 {n} 件：路灯不亮，夜里看不清路", category=categories[n % len(categories)], line="safety",
                    source=Source.MEMBER, urgency=list(Urgency)[n % 3], occurred_at=at, place=f"二街 {n % 300} 号旁",
                    people=n % 9, description="灯杆完好，灯头不亮，已拍照。", state=state, handler=handler,
                    created_by=handler, updated_by=handler, created_at=at, updated_at=at, due_at=at + timedelta(days=3),
                    closed_at=closed, result="已更换灯头" if closed else "",
                )
            )  # fmt: skip
        QuerySet(Issue).bulk_create(made)
