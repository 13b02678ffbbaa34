"""How often strangers may try something: counted in the database, so that all server processes count together."""

from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.utils import timezone

from portal.crypto import keyed_hash
from portal.errors import Refused
from portal.models.knock import Knock

TOO_OFTEN = "您试得太频繁了，请过{minutes}分钟再试；着急的请直接打社区电话。"
KEPT = timedelta(days=1)


def knock(request, kind, *, most, within, about=""):
    """Count one more try of a kind from where a request comes; Refused when there were ``most`` in the time before.

    With ``about``, a grid or a code, what is counted is how often that was tried, wherever from.
    """
    who, now = keyed_hash(f"{kind} {about or get_client_ip_address(request)}"), timezone.now()
    if Knock.objects.filter(kind=kind, who=who, at__gt=now - within).count() >= most:
        raise Refused(TOO_OFTEN.format(minutes=f" {int(within.total_seconds() // 60)} "))
    Knock.objects.create(kind=kind, who=who)


def forget():
    """Clear away what is older than any limit asks for."""
    Knock.objects.filter(at__lt=timezone.now() - KEPT).delete()
