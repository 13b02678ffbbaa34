"""Addresses of the home page and the reports."""

from django.urls import path

from reports import pages

urlpatterns = [
    path("", pages.Home.as_view(), name="home"),
    path("reports/counts/", pages.Counts.as_view(), name="counts"),
    path("reports/figures/", pages.Terms.as_view(), name="figures"),
    path("reports/monthly/", pages.Monthly.as_view(), name="monthly"),
    path("reports/monthly/export/", pages.Export.as_view(), name="monthly-export"),
    path("reports/monthly/lock/", pages.Locking.as_view(), name="monthly-lock"),
]
