"""What every request passes through before any page: a number of its own, and a limit on its size."""

from http import HTTPStatus
from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.history import request_id


class RequestIdMiddleware:
    """Numbers the request, so that history lines, log lines and the answer's X-Request-ID can be told to belong together."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = request_id.set(uuid4().hex[:12])
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            request_id.reset(token)


class BodyLimitMiddleware:
    """Answers 413 before anything of an oversized upload is read; the limit is BODY_MAX_BYTES."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if length.isdecimal() and int(length) > settings.BODY_MAX_BYTES:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)


class WrongMethodMiddleware:
    """Gives the bare 405 of a view its page, which says how to go on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            response.content = render_to_string("405.html")
            # Set to nothing further in; with it no browser would show the page.
            response["Content-Length"] = str(len(response.content))
        return response


def csrf_refused(request, reason=""):
    """The page for a form whose token is missing or old, most often one left open overnight."""
    return render(request, "403_csrf.html", status=403)
