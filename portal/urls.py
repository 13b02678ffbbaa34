"""Addresses of the shared layer that belong to no register."""

from django.urls import path

from portal.health import health
from portal.pages.views.find import Find
from portal.pages.views.news import News
from portal.pages.views.photo import Photo

urlpatterns = [
    path("find/", Find.as_view(), name="find"),
    path("healthz", health, name="healthz"),
    path("news/", News.as_view(), name="news"),
    path("photos/<uuid:key>/<slug:size>/", Photo.as_view(), name="photo"),
]
