"""Addresses of the test-only room."""

from portal.pages import registry

urlpatterns = [url for page in registry if page.model._meta.app_label == "acid" for url in page.urls()]
