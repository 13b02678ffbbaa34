"""The portal's addresses, Django's admin with the same columns, and bare loops under the same base templates."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import include, path

from grids.models import Issue
from wishes.public.wall import PER_PAGE
from wishes.queries import wall

COLUMNS = ("code", "title", "grid", "category", "urgency", "state", "due_at", "handler", "created_at")
PATHS = ("code", "title", "grid__name", "category", "urgency", "state", "due_at", "handler__name", "created_at")


class Site(admin.AdminSite):
    def has_permission(self, request):
        return True


class IssueAdmin(admin.ModelAdmin):
    list_display, list_select_related, list_per_page = COLUMNS, ("grid", "handler"), 50

    def has_view_permission(self, request, obj=None):
        return True

    def has_module_permission(self, request):
        return True

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission


site = Site()
site.register(Issue, IssueAdmin)


def bare(request):
    """Fifty rows in a template loop, nothing else."""
    rows = Issue.objects.within_reach(request.user, "view").order_by("-created_at", "-pk").values(*PATHS)[:50]
    return render(request, "benchmarks/bare.html", {"rows": rows, "title": "bare"})


@login_not_required
def bare_wall(request):
    """As many wishes as a page of the wall has in a template loop, nothing else; for strangers."""
    rows = wall.on_wall().order_by("published_on", "pk").values("code", "sentence", "group", "category", "state")
    return render(request, "benchmarks/bare_wall.html", {"here": "wall", "rows": rows[:PER_PAGE]})


urlpatterns = [
    path("bare/", bare),
    path("bare-wall/", bare_wall),
    path("admin/", site.urls),
    path("", include("yangyuanze.urls")),
]
