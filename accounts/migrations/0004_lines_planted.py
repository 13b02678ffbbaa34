"""Gives every community its nine lines of work, and lets posts name them by their rows instead of their words."""

from django.db import migrations
from django.utils import timezone

NINE = [
    ("party", "党建"),
    ("civil", "民政"),
    ("security", "治安"),
    ("employment", "社保就业"),
    ("health", "卫健计生"),
    ("sanitation", "环境卫生"),
    ("safety", "安全生产"),
    ("mediation", "矛盾调解"),
    ("culture", "文化宣传"),
]


def plant(apps, schema_editor):
    Grid, Line, Post = (apps.get_model(*name) for name in (("grids", "Grid"), ("accounts", "Line"), ("accounts", "Post")))
    Counter, at = apps.get_model("portal", "Counter"), timezone.now()
    key, number = f"TX{timezone.localdate():%Y%m%d}", 0
    for community in Grid._base_manager.filter(level="community").order_by("path"):
        known = {}
        for order, (word, name) in enumerate(NINE, 1):
            number += 1
            known[word] = Line._base_manager.create(
                grid=community, community=community, code=f"{key}-{number:04d}", key=word, name=name, order=order,
                created_at=at, updated_at=at,
            ).pk
        for post in Post._base_manager.filter(community=community):
            if post.lines:
                Post._base_manager.filter(pk=post.pk).update(lines=[known[word] for word in post.lines if word in known] or [0])
    if number:
        Counter._base_manager.update_or_create(key=key, defaults={"value": number})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_line"), ("portal", "0002_looks"), ("grids", "0001_initial")]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
