"""Addresses: each room brings its own."""

from django.urls import include, path

urlpatterns = [path("", include(f"{room}.urls")) for room in ("reports", "grids", "accounts", "portal")]
