"""Addresses of the grid service."""

from django.urls import path

from grids import pages

REGISTERS = (
    pages.Issues,
    pages.Orders,
    pages.Extensions,
    pages.Cards,
    pages.Revisits,
    pages.Places,
    pages.Departments,
    pages.Limits,
    pages.Calendar,
    pages.Households,
    pages.Persons,
    pages.Units,
    pages.Visits,
    pages.Walks,
    pages.VisitRules,
    pages.ManagedCares,
    pages.Consents,
    pages.DataRequests,
    pages.Merges,
    pages.Retentions,
    pages.Relocations,
)
urlpatterns = [
    path("grids/", pages.Grids.as_view(), name="grids"),
    path("grids/<int:pk>/", pages.GridPage.as_view(), name="grid"),
    path("grids/<int:pk>/edit/", pages.GridEdit.as_view(), name="grid-edit"),
    path("grids/<int:pk>/plan/", pages.Plan.as_view(), name="grid-plan"),
    *(url for page in REGISTERS for url in page.urls()),
]
