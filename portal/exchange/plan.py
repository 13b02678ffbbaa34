"""What an import would do, row by row: added, changed, unchanged or refused with the reason; nothing is written here."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import ForeignKey, UniqueConstraint
from import_export.results import RowResult

from portal.exchange import values
from portal.exchange.fields import CODE_LABEL, Unchanged
from portal.exchange.rows import Related, in_chunks, row_form
from portal.exchange.values import CellError
from portal.masks import mask_free_text
from portal.reach import Reach, grants

NEW, CHANGED, SAME, REFUSED = (
    RowResult.IMPORT_TYPE_NEW,
    RowResult.IMPORT_TYPE_UPDATE,
    RowResult.IMPORT_TYPE_SKIP,
    RowResult.IMPORT_TYPE_INVALID,
)
TOLD_EVERY = 200
NO_SUCH_CODE = "没有这个编号，或不在您的岗位范围内；新增的行请把编号留空"
MAY_NOT_ADD = "您的岗位不能新增，只能修改已有编号的行"
ONLY_ON_THE_PAGE = "“{labels}”不能用表格填，请在页面上逐条登记"
MAY_NOT_EDIT = "这条记录不在您可修改的范围内"
MASKED_NEW = "是打码后的内容，新增时请填写完整"
STILL_MASKED = "里还有打码的号码，写不回原样。请保持原样，或把号码填写完整"
MASK_CHANGED = "打码的内容被改过，看不出要改成什么。不改就照原样，要改请把这一格整个填写完整"
OUT_OF_REACH = "网格或条线不在您的岗位范围内，请重选"


class PlanRow(RowResult):
    """What would happen to one row; ``changes`` and ``refusals`` are lists of (label, words …), masked."""

    def __init__(self, line, cells):
        super().__init__()
        self.line, self.row_values = line, cells
        self.code, self.changes, self.refusals = "", [], []

    def refuse(self, label, reason):
        self.import_type = REFUSED
        self.refusals.append((label, reason))

    def stored(self):
        """What the preview keeps."""
        return {
            "line": self.line,
            "kind": self.import_type,
            "code": mask_free_text(self.code)[:60],
            "card": self.object_repr or "",
            "changes": [list(change) for change in self.changes],
            "refusals": [[label, mask_free_text(reason)] for label, reason in self.refusals],
        }


@dataclass(slots=True)
class Plan:
    """All rows of an import; ``digest`` is the same only while file, records and rights are."""

    rows: list = field(default_factory=list)

    @property
    def counts(self):
        return dict.fromkeys((NEW, CHANGED, SAME, REFUSED), 0) | Counter(row.import_type for row in self.rows)

    @property
    def digest(self):
        told = [[row.stored(), row.instance.version if row.instance else 0] for row in self.rows]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def of(self, kind):
        return [row for row in self.rows if row.import_type == kind]


def altered(cell, column, record):
    """Whether a masked cell is not as it went out."""
    return values.text(cell) != column.words(getattr(record, column.name))


def planner_of(page):
    """The class that plans the uploads of a register."""
    return page.planner or Planner


class Planner:
    """Plans the rows of one table for one user of one page."""

    def __init__(self, page, user, table):
        self.page, self.user, self.table = page, user, table
        self.columns = [column for column in page.import_columns() if column.label in table.labels]
        self.links = [f.name for f in page.model._meta.concrete_fields if isinstance(f, ForeignKey)]
        self.forms = {verb: row_form(page, user, verb) for verb in ("add", "edit") if page.may(user, verb)}
        self.related = {verb: self._related(form) for verb, form in self.forms.items()}
        self.reachable = Reachable(user, "add", page.model)
        self.keys, self.seen = _unique_keys(page.model), {}

    def plan(self, progress=lambda done: None):
        """The whole plan; ``progress(done)`` is told now and then."""
        rows = [PlanRow(line, cells) for line, cells in self.table.rows]
        records, editable = self._existing(rows)
        self._look_up(rows, records)
        for done, row in enumerate(rows, 1):
            if row.import_type != REFUSED:
                if row.code:
                    self._change(row, records.get(row.code), editable)
                else:
                    self._add(row)
                self._once_only(row)
            if done % TOLD_EVERY == 0:
                progress(done)
        return Plan(rows)

    def _look_up(self, rows, records):
        """What a register asks the database about all rows at once, before each is judged."""

    def _related(self, form):
        finders = {}
        for column in self.columns:
            if column.is_related and hasattr(form.fields.get(column.name), "choosable"):
                finder = Related(form.fields[column.name].choosable, column.label)
                finder.learn(_texts(cells[column.label] for _, cells in self.table.rows))
                finders[column.name] = finder
        return finders

    def _existing(self, rows):
        """Records named by their number within reach, and the keys of those that may be changed."""
        lines = {}
        for row in rows:
            try:
                row.code = values.code(row.row_values.get(CODE_LABEL)).upper()
            except CellError as error:
                row.refuse(CODE_LABEL, str(error))
            if row.code and lines.setdefault(row.code, row.line) != row.line:
                row.refuse(CODE_LABEL, f"与第 {lines[row.code]} 行重复，请只留一行")
        codes, records, editable = list(lines), {}, set()
        for part in in_chunks(codes):
            found = self.page.rows(self.user, "view").filter(code__in=part).select_related(*self.links)
            records |= {record.code: record for record in found.order_by("pk")}
            if "edit" in self.forms:
                editable |= set(self.page.rows(self.user, "edit").filter(code__in=part).values_list("code", flat=True))
        return records, editable

    def _change(self, row, record, editable):
        if record is None:
            row.refuse(CODE_LABEL, NO_SUCH_CODE)
            return
        row.instance, row.object_repr = record, self._card(record)
        changed = {}
        for column, value in self._read(row, "edit"):
            current = getattr(record, column.name)
            if column.same(value, current):
                continue
            if column.loses(value, current):
                row.refuse(column.label, STILL_MASKED)
            else:
                changed[column.name] = value
                row.changes.append((column.label, column.words(current), column.words(value)))
        row.import_type = row.import_type or (CHANGED if changed else SAME)
        if not changed:
            return
        if record.code not in editable:
            row.refuse(CODE_LABEL, MAY_NOT_EDIT)
        elif reason := self.page.edit_refusal(record, self.user):
            row.refuse(CODE_LABEL, reason)
        else:
            form = self.forms["edit"]
            kept = {name: form.given(name, getattr(record, name)) for name in form.fields if name not in changed}
            self._check(row, form, record, kept | changed)

    def _add(self, row):
        if "add" not in self.forms:
            row.refuse("", MAY_NOT_ADD)
            return
        if missing := self.forms["add"].unfillable:
            row.refuse("", ONLY_ON_THE_PAGE.format(labels="、".join(missing)))
            return
        record, form = self.page.model(), self.forms["add"]
        data = {name: getattr(record, record._meta.get_field(name).attname) for name in form.fields}
        for column, value in self._read(row, "add"):
            if value not in (None, ""):
                data[column.name] = value
                row.changes.append((column.label, "", column.words(value)))
        row.import_type = row.import_type or NEW
        self._check(row, form, record, data)
        if row.import_type == NEW and not self.reachable(row.instance, self.page.lies_with):
            row.refuse("", OUT_OF_REACH)

    def _read(self, row, verb):
        """Pairs of column and value; cells that cannot be read are refused on the way, masked ones passed over."""
        finders = self.related.get(verb, {})
        for column in self.columns:
            try:
                value = column.read(row.row_values[column.label])
                if value and column.is_related:
                    value = self._link(row, column, value, finders.get(column.name))
            except Unchanged:
                if row.instance is None:
                    row.refuse(column.label, MASKED_NEW)
                elif altered(row.row_values[column.label], column, row.instance):
                    row.refuse(column.label, MASK_CHANGED)
            except CellError as error:
                row.refuse(column.label, str(error))
            else:
                yield column, value

    def _link(self, row, column, words, finder):
        """The related row a cell names; the one there already need not be choosable."""
        current = getattr(row.instance, column.name) if row.instance else None
        if current is not None and words in (column.words(current), getattr(current, "code", None)):
            return current
        if finder is None:
            raise CellError(MAY_NOT_EDIT)
        return finder(words)

    def _check(self, row, form, record, data):
        if form.turn_to(record, data):
            row.instance = form.save(commit=False)
            row.object_repr = self._card(row.instance)
            return
        labels = {column.name: column.label for column in self.columns}
        told = {label for label, _ in row.refusals}
        for name, sentences in form.errors.items():
            label = labels.get(name) or getattr(form.fields.get(name), "label", "") or ""
            for sentence in sentences if label not in told else ():
                row.refuse(label, sentence.rstrip("。"))

    def _once_only(self, row):
        """Refuse a row that says again what must be unique; the database would refuse all of them."""
        if row.import_type not in (NEW, CHANGED):
            return
        for names in self.keys:
            said = tuple(getattr(row.instance, name) for name in names)
            if None in said or "" in said:
                continue
            if (first := self.seen.setdefault((names, said), row.line)) != row.line:
                label = str(self.page.model._meta.get_field(names[-1]).verbose_name)
                row.refuse(label, f"与第 {first} 行重复，请只留一行")

    def _card(self, record):
        column = next((c for c in self.columns if c.name == record.CARD), None)
        return column.words(getattr(record, record.CARD)) if column else ""


class Reachable:
    """Whether a new row would lie where the user may add one, told before it is written."""

    def __init__(self, user, verb, model):
        tree = model._meta.get_field("grid").remote_field.model
        direct = model.LINE and "__" not in model.LINE
        self.line = model._meta.get_field(model.LINE).attname if direct else None
        self.grants = [
            (None if grant.reach in (Reach.OWN, Reach.ASSIGNED) else set(_keys(tree, grant.nodes)), set(grant.lines))
            for grant in grants(user, verb, model)
            if grant.reach != Reach.PUBLIC
        ]

    def __call__(self, record, lies_with=""):
        """``lies_with`` names the field whose record it will take its grid from; empty is its own."""
        line = getattr(record, self.line) if self.line else ""
        grid = (getattr(record, lies_with) if lies_with else record).grid_id
        return any((nodes is None or grid in nodes) and (not lines or line in lines) for nodes, lines in self.grants)


def _keys(model, condition):
    return model.objects.filter(condition).order_by().values_list("pk", flat=True)


def _texts(cells):
    for cell in cells:
        try:
            yield values.text(cell)
        except CellError:
            continue


def _unique_keys(model):
    keys = [(f.attname,) for f in model._meta.concrete_fields if f.unique and not f.primary_key and f.name != "code"]
    for one in model._meta.constraints:
        if isinstance(one, UniqueConstraint) and one.fields and not one.condition:
            keys.append(tuple(model._meta.get_field(name).attname for name in one.fields))
    return keys
