"""Telling the community's chat or mailbox what happened: number, grid, register, what, state; never anybody's words or name.

``NOTIFY_URL`` holds the addresses (Apprise); they are secrets and are written down nowhere. Each has two counters under a digest
of the address: the key of the last line told, and the rounds that failed since the last success. The first is moved on before
a message goes out and put back when it was refused, so a round that is killed or made twice tells nothing a second time; the
portal's own news (``portal.news``) has every line anyway.
"""

import logging
from datetime import timedelta

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.utils.parse import parse_urls
from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.crypto import salted_hmac

from portal.clock import now
from portal.models import Counter, Entry
from portal.pages import registry
from portal.pages.timeline import what
from portal.reach import NOTHING

log = logging.getLogger(__name__)
SHOWN = 20
TRIES = 10
OLDEST = timedelta(days=1)
# A line gets its key when it is written and is seen when its transaction ends; by then the next one may have been seen.
SETTLED = timedelta(seconds=30)
# Seconds; the worker does nothing else meanwhile.
CONNECT, READ = 4, 6
ASSET = AppriseAsset(async_mode=False, secure_logging=True)


def addresses():
    """The addresses of the setting, separated by spaces or commas."""
    return parse_urls(settings.NOTIFY_URL)


def push():
    """Tell every receiver what is new since it was last told."""
    for number, url in enumerate(addresses(), 1):
        _serve(url, number)


def failures():
    """Rounds that failed since the last success, the worst of all receivers."""
    keys = [_key("failed", url) for url in addresses()]
    return Counter.objects.filter(key__in=keys).aggregate(most=Max("value"))["most"] or 0


def _key(kind, url):
    return f"push-{kind}:{salted_hmac('portal.push', url, algorithm='sha256').hexdigest()[:16]}"


def _serve(url, number):
    told, failed = _key("told", url), _key("failed", url)
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    after = Counter.objects.get_or_create(key=told, defaults={"value": last})[0].value
    fresh = (
        Entry.objects.filter(pk__gt=after, at__gt=now() - SETTLED).order_by("pk").values_list("pk", flat=True).first()
    )
    upto = last if fresh is None else fresh - 1
    if upto <= after:
        return
    body = message(after, upto)
    if not _move(told, after, upto) or not body:
        return
    Counter.objects.get_or_create(key=failed)
    Counter.objects.filter(key=failed).update(value=F("value") + 1)
    if _send(url, body):
        Counter.objects.filter(key=failed).update(value=0)
        return
    tries = Counter.objects.get(key=failed).value
    if tries % TRIES:
        _move(told, upto, after)
        log.warning("receiver %s of NOTIFY_URL took no message, %s rounds so far; it is tried again", number, tries)
    else:
        log.error("receiver %s of NOTIFY_URL took no message in %s rounds; it is left out", number, tries)


def _move(key, old, new):
    """Whether the counter stood where it was seen, and now stands where it should; of two workers only one succeeds."""
    return Counter.objects.filter(key=key, value=old).update(value=new) == 1


def _send(url, body):
    """Whether the receiver took the message. Of a failure only its kind is told: its text would quote the address."""
    try:
        receiver = Apprise.instantiate(url, asset=ASSET)
        if receiver is None:
            return False
        receiver.socket_connect_timeout = min(receiver.socket_connect_timeout, CONNECT)
        receiver.socket_read_timeout = min(receiver.socket_read_timeout, READ)
        receiver.retry = 0
        box = Apprise(asset=ASSET)
        box.add(receiver)
        return bool(box.notify(title=title(), body=body, body_format=NotifyFormat.TEXT))
    except Exception as error:
        log.warning("a receiver of NOTIFY_URL broke: %s", type(error).__name__)
        return False


def title():
    """The head of every message."""
    return f"{settings.COMMUNITY_NAME}：新情况"


def message(after, upto):
    """What was told in the range of lines, oldest first, at most ``SHOWN`` of them; empty when nothing was."""
    pages = {page.model._meta.label_lower: page for page in registry if page.tells}
    found = NOTHING
    for label, page in pages.items():
        found |= Q(model=label) & _told(page)
    lines = Entry.objects.filter(found, pk__gt=after, pk__lte=upto, at__gte=now() - OLDEST).order_by("pk")
    total = lines.count()
    if not total:
        return ""
    shown = list(lines.select_related("grid")[:SHOWN])
    rows = {
        label: _rows(page, [line.object_id for line in shown if line.model == label]) for label, page in pages.items()
    }
    words = [_words(line, pages[line.model], rows[line.model][line.object_id]) for line in shown]
    if total > SHOWN:
        words.append(f"另有 {total - SHOWN} 条")
    if settings.SITE_URL:
        words.append(f"登录后查看：{settings.SITE_URL.rstrip('/')}/news/")
    return "\n".join(words)


def _told(page):
    """Condition: a line of the register that goes out."""
    found = NOTHING
    for verb, which in page.tells.items():
        rows = page.model._base_manager.filter(which, pk=OuterRef("object_id"))
        found |= Q(verb=verb) & (Exists(rows) if which else Q())
    return found


def _rows(page, keys):
    return page.model._base_manager.in_bulk(keys)


def _words(line, page, record):
    """A line for the street to read: where and what kind, never who or what about."""
    model = page.model
    state = getattr(record, f"get_{model.STATE_FIELD}_display", str)()
    stands = f"，现在“{state}”" if state else ""
    return f"{record.code} {line.grid.name} {model._meta.verbose_name}：{what(line, model)}{stands}"
