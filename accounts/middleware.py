"""Doors in front of every page: who was away too long signs in again, who has an initial password changes it first."""

import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.lockout import note

SEEN = "seen_at"
STAMP_EVERY = 60  # seconds; a stamp on every request would write on every reading of a page


class IdleTimeout:
    """Ends a session after IDLE_TIMEOUT without a request; part-of-page requests are sent to whole pages by HX-Redirect."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self._away(request) or self.get_response(request)
        if request.headers.get("HX-Request") and response.status_code == 302:
            return _whole_page(request, response)
        if SESSION_KEY in request.session and response.headers.get("Content-Type", "").startswith("text/html"):
            # Nothing of it is shown by the back key after sign-out on a shared machine.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _away(self, request):
        if SESSION_KEY not in request.session:
            return None
        now, seen = int(time.time()), request.session.get(SEEN)
        if seen is not None and now - seen > settings.IDLE_TIMEOUT.total_seconds():
            if request.user.is_authenticated:
                note(request.user, "timed_out")
            logout(request)
            return redirect(f"{reverse('login')}?{urlencode({'why': 'idle', 'next': _here(request)})}")
        if seen is None or now - seen >= STAMP_EVERY:
            request.session[SEEN] = now
        return None


def _here(request):
    """Where to come back to: the page read, or the one whose form was sent."""
    if request.headers.get("HX-Request"):
        page = request.headers.get("HX-Current-URL", "")
    elif request.method in ("GET", "HEAD"):
        return request.get_full_path()
    else:
        page = request.headers.get("Referer", "")
    if not page or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    parts = urlsplit(page)
    if not parts.netloc:
        return "/"
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _whole_page(request, response):
    """A part-of-page request must not put the sign-in page into a table: the browser opens it whole."""
    path = urlsplit(response.url).path
    if path not in (reverse("login"), reverse("password_change")):
        return response
    url = response.url
    if path == reverse("login") and "why=" not in url:
        url = f"{path}?{urlencode({'next': _here(request)})}"
    return HttpResponse(headers={"HX-Redirect": url})


class MustChangePassword:
    """Leads an account with an initial password to the change of it; nothing else opens before."""

    OPEN = frozenset({"password_change", "logout", "login", "healthz"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Redirects before the view runs, whatever the method."""
        if request.resolver_match.url_name in self.OPEN:
            return None
        if request.user.is_authenticated and request.user.must_change_password:
            return redirect("password_change")
        return None
