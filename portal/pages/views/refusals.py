"""Requests that cannot be answered, with the sentence that says what to change."""

from django.core.exceptions import BadRequest
from django.shortcuts import render


def bad_request(request, exception=None):
    """400 with the sentence of whoever refused; anything Django itself refused gets a general one."""
    told = str(exception) if type(exception) is BadRequest else ""
    return render(request, "400.html", {"sentence": told}, status=400)
