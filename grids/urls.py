"""Addresses of the grid service."""

from grids.pages import Issues

urlpatterns = [*Issues.urls()]
