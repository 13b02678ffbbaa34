"""Accounts: one for each person who works here, never shared."""

from contextlib import suppress

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from accounts.choices import Role
from accounts.roles import reaches
from portal.errors import Stale
from portal.models import Record, RecordQuerySet
from portal.models.record import GRID
from portal.moves import Move, Note
from portal.reach import NOTHING, Grant, Reach


class UserManager(BaseUserManager.from_queryset(RecordQuerySet)):
    """Looks accounts up by user name."""


class AccountState(models.TextChoices):
    """Whether somebody may sign in."""

    ACTIVE = "active", "在用"
    CLOSED = "closed", "停用"


def closable(user, by):
    """Nobody closes the own account, and the last administrator of a community stays."""
    if by is not None and by.pk == user.pk:
        return "不能停用自己的账号，请由另一位系统管理员办理。"
    if any(post.is_last_key() for post in user.posts_now):
        return f"{user.name}是这里最后一位系统管理员，请先给别人设好系统管理员岗位，再停用。"
    return None


def _on_streets(model):
    """Whether rows of a model may hang above any community, as accounts and posts of a sub-district do."""
    return model._meta.get_field("community").null


class User(AbstractBaseUser, Record):
    """A person who signs in; what they may do comes from their posts, never from the account.

    ``session_epoch`` grows to end every session at once. ``must_change_password`` holds until the first own password.
    """

    CODE_PREFIX = "ZH"
    CARD = "name"
    OWN = "pk"
    SECRET = frozenset({"password"})
    SILENT = frozenset({"session_epoch"})
    USERNAME_FIELD = "username"
    # Written by the sign-in log instead, so that a sign-in is not a change of the account.
    last_login = None

    username = models.CharField(
        "账号",
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9_.-]{2,29}$", "账号用小写字母开头，3 到 30 位字母、数字。")],
        error_messages={"unique": "这个账号已有人用，请换一个。"},
    )
    name = models.CharField("姓名", max_length=20)
    community = models.ForeignKey(
        GRID, on_delete=models.PROTECT, null=True, related_name="+", editable=False, verbose_name="社区"
    )
    state = models.CharField(
        "账号状态", max_length=10, choices=AccountState, default=AccountState.ACTIVE, editable=False
    )
    must_change_password = models.BooleanField("须改初始密码", default=True, editable=False)
    session_epoch = models.PositiveIntegerField("会话批次", default=0, editable=False)

    MOVES = {
        "reset": Move(
            "重设密码",
            {AccountState.ACTIVE},
            AccountState.ACTIVE,
            icon="key",
            consequence="旧密码作废并退出所有设备，本人首次登录须改密码。",
        ),
        "sign_out": Move(
            "退出所有设备",
            {AccountState.ACTIVE},
            AccountState.ACTIVE,
            icon="box-arrow-right",
            consequence="这个账号在所有手机和电脑上立即退出。",
        ),
        "unlock": Move(
            "解除锁定",
            {AccountState.ACTIVE},
            AccountState.ACTIVE,
            icon="unlock",
            consequence="清除输错密码的次数，本人可以马上再试。先当面或电话核实是本人。",
        ),
        "deactivate": Move(
            "停用",
            {AccountState.ACTIVE},
            AccountState.CLOSED,
            when=closable,
            note=Note.REQUIRED,
            icon="person-x",
            style="warn",
            consequence="立即退出所有设备，不能再登录；名下未办的事请先移交。",
        ),
        "activate": Move("重新启用", {AccountState.CLOSED}, AccountState.ACTIVE, icon="person-check", style="main"),
    }

    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        indexes = [models.Index(fields=["community", "-created_at", "-id"], name="accounts_user_list")]

    def __str__(self):
        return self.name

    @property
    def is_active(self):
        return self.state == AccountState.ACTIVE

    def save(self, *, update_fields=None, **options):
        """As for any record; Django renews an old password hash at sign-in by naming the field and no author."""
        if update_fields is None:
            super().save(**options)
            return
        with suppress(Stale):  # somebody else renewed it in the same moment
            super().save(by=None, verb="rehash")

    def _get_session_auth_hash(self, secret=None):
        salt = "accounts.models.User.session"
        return salted_hmac(salt, f"{self.password}|{self.session_epoch}", secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def posts_now(self):
        """Posts held today, one query a request."""
        return list(self.posts.current().select_related("grid").order_by("pk")) if self.is_active else []

    @cached_property
    def _granted(self):
        return {}

    def grants(self, verb, model):
        """What each post, on its own, allows for a verb on a model; put together once a request."""
        if (verb, model) not in self._granted:
            self._granted[verb, model] = self._grants(verb, model)
        return self._granted[verb, model]

    def _grants(self, verb, model):
        return [
            Grant(
                reach=reach,
                subtree=post.grid.rows_q(streets=_on_streets(model)),
                community=post.community_q,
                nodes=post.community_nodes_q if reach == Reach.COMMUNITY else post.grid.nodes_q(_on_streets(model)),
                lines=tuple(post.lines),
                wide=post.grid.community_id in (None, post.grid_id),
                node=post.grid,
            )
            for post in self.posts_now
            for reach in reaches(post.role, verb, model)
        ]

    def title_at(self, grid):
        """The post under which this person acts at a node: 网格长, 书记 …"""
        for post in self.posts_now:
            if grid.path.startswith(post.grid.path):
                return post.get_role_display()
        return self.posts_now[0].get_role_display() if self.posts_now else ""

    @property
    def home_grid(self):
        """The grid a report of this person starts with: that of the first post held in a grid."""
        return next((p.grid for p in self.posts_now if p.grid.community_id not in (None, p.grid_id)), None)

    @property
    def scope_name(self):
        """Where this person works, for headings and printed registers."""
        return self.posts_now[0].grid.name if self.posts_now else ""

    @property
    def is_head(self):
        """Whether this person leads a grid."""
        return any(post.role == Role.HEAD for post in self.posts_now)

    @classmethod
    def public_q(cls):
        return NOTHING
