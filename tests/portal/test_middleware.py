"""What every request passes through, and what is written down when it goes wrong."""

import io
import logging
import sys

import pytest
from django.conf import settings as project
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, HttpResponseNotAllowed
from django.test import RequestFactory
from django.urls import path
from django.views.debug import ExceptionReporter

from portal.history import request_id
from portal.logs import HideEverything, Plain
from portal.middleware import BodyLimitMiddleware, RequestIdMiddleware, WrongMethodMiddleware


def test_each_request_has_a_number_while_it_lasts():
    seen = []
    middleware = RequestIdMiddleware(lambda request: seen.append(request_id.get()) or HttpResponse())
    answers = [middleware(RequestFactory().get("/")) for _ in range(2)]
    assert [answer["X-Request-ID"] for answer in answers] == seen
    assert len(set(seen)) == 2
    assert request_id.get() == ""


def test_the_number_ends_with_a_failing_request():
    def fail(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        RequestIdMiddleware(fail)(RequestFactory().get("/"))
    assert request_id.get() == ""


def test_an_oversized_upload_is_refused_unread():
    request = RequestFactory().post("/", CONTENT_LENGTH=project.BODY_MAX_BYTES + 1)
    answer = BodyLimitMiddleware(lambda request: HttpResponse())(request)
    assert answer.status_code == 413
    assert "太大" in answer.text


def test_a_wrong_method_gets_a_page_and_keeps_its_header():
    answer = WrongMethodMiddleware(lambda request: HttpResponseNotAllowed(["POST"]))(RequestFactory().get("/"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "<html" in answer.text


def too_many_fields(request):
    raise RequestDataTooBig


urlpatterns = [path("big/", too_many_fields)]


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_too_much_text_is_a_bad_request_not_a_fault(client, settings):
    settings.MIDDLEWARE = []
    assert client.get("/big/").status_code == 400


def failed():
    try:
        int("张三 13800000000")
    except ValueError:
        return sys.exc_info()


def test_a_log_line_names_the_fault_and_its_place_but_not_its_words():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Plain())
    handler.handle(logging.LogRecord("portal", logging.ERROR, __file__, 1, "round %s failed", ("x",), failed()))
    text = stream.getvalue()
    assert "round x failed" in text
    assert "ValueError" in text
    assert "test_middleware.py" in text
    assert "13800000000" not in text


def test_an_error_report_has_no_values(settings):
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "portal.logs.HideEverything"
    request = RequestFactory().post("/?q=李四", {"phone": "13900000000"}, HTTP_COOKIE="portal_session=abc123")
    filtered = HideEverything()
    assert filtered.get_post_parameters(request) == {"phone": "（不记录）"}
    data = ExceptionReporter(request, *failed()).get_traceback_data()
    assert data["settings"] == {}
    assert not any("13900000000" in str(value) or "abc123" in str(value) for value in data["request_meta"].values())
    assert {value for frame in data["frames"] for _, value in frame["vars"]} <= {"（不记录）"}
