"""The house's addresses and those of the test-only room."""

from django.urls import include, path

from yangyuanze.urls import *  # noqa: F403
from yangyuanze.urls import urlpatterns as house

urlpatterns = [*house, path("", include("tests.acid.urls"))]
