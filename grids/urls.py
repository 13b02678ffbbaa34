"""Addresses of the grid service."""

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
)
urlpatterns = [url for page in REGISTERS for url in page.urls()]
