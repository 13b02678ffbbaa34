"""What is written down about a fault: where it happened, never with whose data."""

import logging
import traceback

from django.views.debug import SafeExceptionReporterFilter

from portal.history import request_id

HIDDEN = "（不记录）"


class Plain(logging.Formatter):
    """One line with time, level, request and message; a fault as its class and places, for its text may quote a row."""

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request)s] %(message)s")

    def format(self, record):
        record.request = request_id.get() or "-"
        record.exc_text = None
        text = super().format(record)
        record.exc_text = None
        return text

    def formatException(self, exc_info):  # noqa: N802
        kind, _, places = exc_info
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(places)]
        return "\n".join([kind.__name__, *lines])


class HideEverything(SafeExceptionReporterFilter):
    """An error report without settings, posted values, cookies, headers or local variables."""

    def is_active(self, request):
        return True

    def get_safe_settings(self):
        return {}

    def get_safe_request_meta(self, request):
        return {name: request.META.get(name, "") for name in ("REQUEST_METHOD", "PATH_INFO")}

    def get_safe_cookies(self, request):
        return {}

    def get_post_parameters(self, request):
        return dict.fromkeys(request.POST, HIDDEN) if request is not None else {}

    def get_traceback_frame_variables(self, request, tb_frame):
        return [(name, HIDDEN) for name in tb_frame.f_locals]
