"""Addresses of the wishes."""

from django.urls import path

from wishes import pages
from wishes.public.claim import Claiming
from wishes.public.door import Door, Doors
from wishes.public.track import Track
from wishes.public.wall import Wall

REGISTERS = (
    pages.Campaigns, pages.Claims, pages.Letters, pages.Wishes, pages.Funds, pages.Recipients, pages.Aids, pages.Duties,
    pages.Errands,
)  # fmt: skip
urlpatterns = [
    path("wall/", Wall.as_view(), name="wall"),
    path("wall/<slug:code>/", Claiming.as_view(), name="wall-claim"),
    path("r/", Doors.as_view(), name="doors"),
    path("r/<slug:code>/", Door.as_view(), name="door"),
    path("track/", Track.as_view(), name="track"),
    *(url for page in REGISTERS for url in page.urls()),
]
