"""One export of 50,000 issues, ours or django-import-export's default, alone in its process so that memory can be told."""

import sys
import tempfile
from pathlib import Path

import django

django.setup()

from import_export import resources  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks import measure, seed  # noqa: E402
from benchmarks.opening import browser  # noqa: E402
from grids.models import Issue  # noqa: E402

FIELDS = (
    "code", "title", "category", "line", "source", "urgency", "grid__name", "occurred_at", "place", "people", "description",
    "state", "handler__name", "created_at", "due_at",
)  # fmt: skip


class Default(resources.ModelResource):
    class Meta:
        model, fields = Issue, FIELDS


def ours():
    """Through the page's own address, to a file on disk."""
    client = browser(User.objects.get(username="secretary"))
    client.get("/issues/?page=2")

    def act():
        with tempfile.TemporaryFile() as file:
            answer = client.get("/issues/export/")
            for part in answer.streaming_content if answer.streaming else [answer.content]:
                file.write(part)

    return act


def default():
    """As its documentation says: export the queryset, write xlsx bytes."""

    def act():
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "out.xlsx").write_bytes(Default().export(Issue.objects.order_by("-created_at")).xlsx)

    return act


if sys.argv[1] == "seed":
    seed.issues(int(sys.argv[2]), seed.settle())
    seed.analyse()
else:
    seconds, growth = measure.peak({"ours": ours, "default": default}[sys.argv[1]]())
    sys.stdout.write(f"{seconds:.3f} {growth:.1f}\n")
