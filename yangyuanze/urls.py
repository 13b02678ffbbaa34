"""Addresses: each room brings its own."""

from django.urls import include, path

handler400 = "portal.pages.views.refusals.bad_request"
urlpatterns = [
    path("", include(f"{room}.urls"))
    for room in ("reports", "wishes", "pledges", "party", "grids", "accounts", "portal")
]
