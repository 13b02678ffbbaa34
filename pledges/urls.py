"""Addresses of the pledges."""

from pledges import pages

REGISTERS = (pages.Fulfilments, pages.Reviews, pages.StockPhrases, pages.Pledges)
urlpatterns = [url for page in REGISTERS for url in page.urls()]
