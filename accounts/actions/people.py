"""Writes on accounts and posts."""

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from accounts import lockout
from portal.errors import Refused
from portal.models.record import GRID
from portal.moves import moving
from portal.pages import registry


def _hold(node_ids):
    """Let one administrator at a time take keys away at these nodes, so that two cannot shut each other out."""
    nodes = apps.get_model(GRID).objects.filter(pk__in=node_ids).order_by("pk")
    list(nodes.select_for_update(no_key=True))


def deactivate(user, *, by, note):
    """Close an account: every session ends at once, nobody signs in with it again."""
    with transaction.atomic():
        _hold({post.grid_id for post in user.posts_now})
        with moving(user, "deactivate", by=by, note=note) as user:
            user.session_epoch += 1


def activate(user, *, by, note=""):
    """Open a closed account again."""
    with moving(user, "activate", by=by, note=note):
        pass


def sign_out(user, *, by, note=""):
    """End every session of an account."""
    with moving(user, "sign_out", by=by, note=note) as user:
        user.session_epoch += 1


def reset(user, *, by, password, note=""):
    """Give an account a new initial password, to be changed at the first sign-in."""
    with moving(user, "reset", by=by, note=note) as user:
        user.set_password(password)
        user.must_change_password = True
        user.session_epoch += 1
        lockout.release(user.username)


def unlock(user, *, by, note=""):
    """Let a locked account try again at once."""
    with moving(user, "unlock", by=by, note=note) as user:
        lockout.release(user.username)


def change_password(user, *, password):
    """Take an own password; every other session ends. ``user`` is the author."""
    user.set_password(password)
    user.must_change_password = False
    user.session_epoch += 1
    user.save(by=user, verb="password_changed")


def end(post, *, by, note=""):
    """End a post: from now on it counts nothing."""
    with transaction.atomic():
        _hold({post.grid_id})
        with moving(post, "end", by=by, note=note) as post:
            post.until = max(post.since, min(post.until or timezone.localdate(), timezone.localdate()))


def revise(post, *, by, note=""):
    """Change the days or lines of a post; the last administrator's does not run out."""
    with transaction.atomic():
        _hold({post.grid_id})
        if not post.is_current and type(post).objects.select_related("grid").get(pk=post.pk).is_last_key():
            raise Refused("这样改，这里今天就没有系统管理员了。请先给别人设好系统管理员岗位。")
        post.save(by=by, note=note)


def hand_over(lines, *, count, to, by, note):
    """Put every open item of the lines into another pair of hands, all or none; returns how many.

    ``lines`` are ``accounts.queries.OpenLine``, ``count`` the number that was read and confirmed.
    """
    with transaction.atomic():
        held = [record for line in lines for record in line.rows.select_for_update(of=("self",)).order_by("pk")]
        if len(held) != count:
            raise Refused(f"刚才确认的是 {count} 件，现在是 {len(held)} 件。请核对后重新确认。")
        for line in lines:
            if line.out_of_reach(to):
                raise Refused(f"{to.name}的岗位办不了“{line.label}”里的全部事项，请另选接手人，或分开移交。")
        for record in held:
            setattr(record, registry[type(record)].owner, to)
            record.save(by=by, verb="handover", note=note)
    return count
