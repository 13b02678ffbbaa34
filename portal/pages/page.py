"""The declaration of a register: what is shown, asked and allowed; everything else is derived."""

from functools import cache

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q
from django.urls import reverse

from portal.models.attachment import Kind
from portal.pages import columns as cells
from portal.pages.columns import Column
from portal.pages.opened import Open
from portal.pages.phone import OnPhone
from portal.pages.telling import Telling
from portal.pages.workbooks import InWorkbooks
from portal.reach import may


class Registry(dict):
    """The pages of the house, model class → page class, in the order they were declared."""

    def __iter__(self):
        return iter(list(self.values()))


registry = Registry()
links = []
# What people did themselves, for their home: functions user → {title, url, numbers} or None.
mine = []


class Page(Telling, InWorkbooks, OnPhone, Open):
    """One register. Names in ``columns``, ``fields``, ``facts`` and ``filters`` are fields of the model or Column objects;
    a filter may also be the path to a field of a row it leads to.

    ``fields`` may hold "photos" for pictures; ``tiles`` gives a field a thumb-sized widget, ``folded`` are asked last.
    ``public`` names the columns of a list for anybody, signed in or not, of the rows its model's ``public_q`` picks.
    ``asks`` gives a move its form, ``move_templates`` its page where that really differs; ``add``, ``add_many`` and
    ``change`` name the actions that write rows. ``rare`` names facts shown only where there is something to tell, ``opens``
    related rows to whose page a fact leads. ``conditions`` are named choices of rows, ``tabs`` those shown above the list,
    ``bulk`` the moves that many ticked rows can make at once;
    ``keeps_views`` lets people keep a filter under a name.
    ``awaits(user)`` is the Q of what waits for a user, ``owner`` the path of who answers for an open row and ``open_q``
    which rows are open, for hand-over. ``picks`` are the paths searched when a row is chosen elsewhere, ``pickable`` says
    which still may be, ``beside`` what is told beside its card; ``seek(words)`` is the Q of what people look for where
    ``search`` is not enough, ``search_hint`` says what that may be. ``number(words)`` is a token for a whole phone or ID
    number, "" for other words, and ``with_number(token)`` the Q of who bears it: the number itself stays out of addresses;
    the box at the top leads to the page that ``bears_numbers`` itself.
    ``nodes`` are the nodes of the tree on which a row may hang. ``seldom`` names moves kept behind 更多, ``lifted`` (name →
    label) those of a child register that its parent's page offers too. ``papers`` are the papers about a record to sign and
    stamp: address → PaperOf.
    ``name`` begins the names of its addresses: that of the model, unless two rooms call a model alike.
    ``reveals`` names the fields shown masked that may be seen whole for a reason, one by one; personal data among them also,
    by ``export_whole``, in a workbook.
    """

    model = actions = None
    path = title = icon = subtitle = ""
    group, order, nav_label = "", 100, ""
    columns, filters, fields, facts, search = [], [], [], [], []
    public = ()
    picks, pickable, nodes = (), Q(), Q()
    seek, search_hint, beside = None, "", ()
    number = with_number = None
    bears_numbers = False
    asks, looks, conditions, words, tiles, folded = {}, {}, {}, {}, {}, ()
    tabs, bulk, keeps_views = (), (), False
    rare = opens = ()
    add = add_many = change = add_label = add_title = ""
    hints = ()
    photo_kinds = {Kind.BEFORE: "照片"}
    form_template = "portal/form.html"
    ordering = "-created_at"
    move_templates = {}
    board, board_order = (), ("pk",)
    empty_title, empty_text = "还没有记录", "登记第一条之后，这里会列出来。"
    seldom, lifted = (), {}
    awaits = owner = open_q = None
    papers = {}
    reveals = ()
    form = None
    per_page = 50
    verbs = ("view", "add", "edit", "refer", "import", "export")

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if cls.model is not None:
            cls.name = cls.__dict__.get("name", cls.model._meta.model_name)
            cls.path = cls.path or f"{cls.name}s"
            cls.title = cls.title or str(cls.model._meta.verbose_name_plural)
            cls.panels, cls.extra_columns, cls.buttons, cls.children, cls.gatherings = [], [], [], [], []
            registry[cls.model] = cls

    # What the page offers ------------------------------------------------------------

    @classmethod
    @cache
    def column(cls, name):
        """The Column behind a name."""
        return name if isinstance(name, Column) else cells.column(cls.model, name, cls.looks)

    @classmethod
    def list_columns(cls):
        """Columns of the list; the first one that names the record opens it."""
        found = cls._in_rows([*cls.columns, *cls.extra_columns])
        opener = next((c for c in found if c.name in (cls.model.CARD, "title", "name")), found[0])
        return [cells.link(c, cls.url("detail", 0)) if c is opener else c for c in found]

    @classmethod
    def public_columns(cls):
        """What anybody may read, hand-picked; personal data masked as everywhere."""
        return cls._in_rows(cls.public)

    @classmethod
    def _in_rows(cls, names):
        found = [cls.column(name) for name in names]
        if many := [c.name for c in found if c.many]:
            raise ImproperlyConfigured(f"{cls.__name__}: {many} would ask the database once a row; show them as facts")
        return found

    @classmethod
    def fact_columns(cls):
        """What a detail page tells about the record."""
        return [cls.column(name) for name in (cls.facts or [f for f in cls.fields if f != "photos"])]

    @classmethod
    def asks_photos(cls):
        """Whether a record of this register carries pictures."""
        return "photos" in cls.fields

    @classmethod
    def addable(cls):
        """Whether rows are made through this page at all."""
        return bool(cls.fields)

    # Where it is ---------------------------------------------------------------------

    @classmethod
    def url(cls, kind, *args):
        """The address of one of the page's views."""
        return reverse(f"{cls.name}-{kind}", args=args)

    @classmethod
    def urls(cls):
        """URL patterns of the register, list to moves."""
        from portal.pages.addresses import addresses

        yield from addresses(cls)

    # What a user may do here ---------------------------------------------------------

    @classmethod
    def rows(cls, user, verb="view"):
        """The only way a page reads rows."""
        return cls.model.objects.within_reach(user, verb)

    @classmethod
    def may(cls, user, verb):
        """Whether any post of the user allows the verb here."""
        return may(user, verb, cls.model)

    @classmethod
    def waiting(cls, user):
        """Rows that wait for this user, within reach; none when the page has no such thing."""
        if cls.awaits is None or not cls.may(user, "view"):
            return cls.model.objects.none()
        return cls.rows(user).filter(cls.awaits(user))

    @classmethod
    def found(cls, words):
        """Condition: what somebody looks for by these words, in the list, at the top of each page and where a row is chosen."""
        if cls.seek:
            return cls.seek(words)
        every = Q()
        for word in words.split():
            one = Q()
            for field in cls.search:
                one |= Q(**{f"{field}__icontains": word})
            every &= one
        return every

    @classmethod
    def edit_refusal(cls, record, user):
        """Why this record cannot be changed now, as a sentence; None when it can."""
        return

    @classmethod
    def joined(cls, rows):
        """Rows with all that ``card`` and ``sub`` read, so that telling of many asks no more often than of one."""
        above = cls.model.CARD.rpartition("__")[0]
        return rows.select_related("grid", "created_by", *filter(None, [above]))

    @classmethod
    def judged(cls, rows):
        """The same with all that the conditions of moves read."""
        return cls.joined(rows)

    # What a page may say of its own --------------------------------------------------

    @classmethod
    def intro(cls, chosen):
        """What stands above the table of the list, (template, context) from its Selection; None where there is nothing.

        Drawn with the whole page only, not with the table alone and not on paper; at most three queries.
        """
        return

    @classmethod
    def list_acts(cls, user):
        """Further keys above the list: {label, url, icon, main}."""
        return []

    @classmethod
    def move_context(cls, move, record, user):
        """What the page of a move shows besides its form and the facts."""
        return {}

    @classmethod
    def title_of(cls, record):
        """The title of a record's own page."""
        return record.card

    @classmethod
    def sub(cls, record):
        """The quiet line under the title of a record."""
        return str(record.grid)

    @classmethod
    def seen_whole(cls, record, user):
        """Names of the masked fields this user may now see whole, where the role allows it at all."""
        return cls.reveals

    @classmethod
    def behind(cls, record):
        """Names of the moves that stand behind 更多 on this record's page."""
        return cls.seldom

    @classmethod
    def stepper(cls, record):
        """The steps on the record's way, done, now and later; empty where there is no way."""
        return []

    @classmethod
    def clocks(cls, record):
        """Running limits of the record; empty where there are none."""
        return []

    @classmethod
    def notice(cls, record):
        """What whoever acts next must read first; empty when there is nothing."""
        return ""

    @classmethod
    def state_html(cls, record):
        """The badge of where the record stands; empty for a register without states."""
        if cls.model.STATE_FIELD not in {field.name for field in cls.model._meta.fields}:
            return ""
        cell = cells.column(cls.model, cls.model.STATE_FIELD, cls.looks)
        return cell.html(getattr(record, cls.model.STATE_FIELD))

    @classmethod
    def due_html(cls, record):
        """The time left, beside the title."""
        return ""

    @classmethod
    def board_card(cls, record):
        """A card of the board: title, address and cells."""
        return {"title": record.card, "url": cls.url("detail", record.pk), "code": record.code, "cells": []}

    @classmethod
    def initial(cls, user, asked):
        """Values a new form starts with; ``asked`` is the query of its address."""
        return {}
