"""Addresses of the party room."""

from party import pages

REGISTERS = (
    pages.Organisations,
    pages.Members,
    pages.Points,
    pages.PointRules,
    pages.Evaluations,
    pages.Results,
    pages.Assessments,
    pages.Objections,
)
urlpatterns = [url for page in REGISTERS for url in page.urls()]
