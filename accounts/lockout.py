"""Lock-out: five wrong passwords close an account name for half an hour, whether or not there is such an account."""

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from portal import history

# Tries are counted by account name alone, so neither the address nor the browser is kept.
ANYWHERE = {"ip_address": "0.0.0.0", "user_agent": ""}  # noqa: S104


class Lockout(AxesDatabaseHandler):
    """Counts a try before the password is looked at, so that tries sent at one moment cannot slip past the limit together."""

    def is_locked(self, request, credentials=None):
        """Whether the name is locked; when it is not, this try is counted at once."""
        at = request.axes_attempt_time
        with transaction.atomic():
            attempt, _ = AccessAttempt.objects.select_for_update().get_or_create(
                username=credentials["username"], **ANYWHERE, defaults={"failures_since_start": 0}
            )
            if attempt.attempt_time <= at - settings.AXES_COOLOFF_TIME:
                attempt.failures_since_start = 0
            if attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT:
                return True
            attempt.failures_since_start += 1
            attempt.attempt_time = at
            attempt.save(update_fields=["failures_since_start", "attempt_time"])
        request.axes_failures_since_start = attempt.failures_since_start
        return False

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """Write the failure down; at the last one allowed the answer is the lock page."""
        self.clean_expired_user_attempts(request, credentials)
        request.axes_credentials = credentials
        if request.axes_locked_out:
            return
        user = User.objects.filter(username=credentials["username"]).select_related("community").first()
        note(user, "sign_in_failed")
        if request.axes_failures_since_start >= settings.AXES_FAILURE_LIMIT:
            request.axes_locked_out = True
            note(user, "locked_out")


def note(user, verb, why=""):
    """A line of the sign-in log; ``user`` None is a name without an account, which is not written down."""
    history.log(verb, by=user, note=why, community=user.community if user else None)


def locked_until(username):
    """The aware moment from which the name may be tried again, or None."""
    attempts = AccessAttempt.objects.filter(username=username, failures_since_start__gte=settings.AXES_FAILURE_LIMIT)
    last = attempts.values_list("attempt_time", flat=True).first()
    until = last + settings.AXES_COOLOFF_TIME if last else None
    return until if until and until > timezone.now() else None


def release(username):
    """Forget the wrong tries of a name."""
    AccessAttempt.objects.filter(username=username).delete()


def minutes(span):
    """A length of time in whole minutes, begun ones counted."""
    return int(-(-span.total_seconds() // 60))


def answer(request, response, credentials):
    """The page that says how long the lock still holds; the same for every name."""
    until = locked_until(credentials["username"])
    left = minutes(until - timezone.now()) if until else minutes(settings.AXES_COOLOFF_TIME)
    page = render(request, "accounts/locked.html", {"left": left, "limit": settings.AXES_FAILURE_LIMIT}, status=429)
    page["Retry-After"] = str(left * 60)
    return page
