"""Two people changed one record: what it was, what the other saved, what I wrote, and a choice for each difference."""

from difflib import SequenceMatcher
from itertools import pairwise

from django import forms
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe

from portal import history
from portal.keys import key_of
from portal.models import Entry


class Comparison:
    """The fields that differ between mine and theirs; ``base`` is what I saw when I began."""

    def __init__(self, form, record, base, theirs, mine):
        self.form, self.record = form, record
        self.base, self.theirs, self.mine = base, theirs, mine

    def context(self):
        """For the comparison page; fields that agree are carried along hidden."""
        rows = [self._row(name) for name in self.theirs if self.mine[name] != self.theirs[name]]
        same = [name for name in self.theirs if self.mine[name] == self.theirs[name]]
        last = Entry.objects.own(self.record).exclude(changes={}, to_state="").select_related("actor").first()
        return {
            "rows": rows,
            "same_count": len(same),
            "both_count": sum(row["changed_by"] == "both" for row in rows),
            "hidden": [{"name": name, "value": self.theirs[name]} for name in same],
            "theirs_name": last.actor.name if last and last.actor else "系统",
            "theirs_at": f"{timezone.localtime(last.at):%m-%d %H:%M}" if last else "",
            "version_now": self.record.version,
            "version_next": self.record.version + 1,
            "base_token": self.form.initial.get("base", ""),
        }

    def _row(self, name):
        base, theirs, mine = self.base.get(name, ""), self.theirs[name], self.mine[name]
        changed_by = "theirs" if mine == base else "mine" if theirs == base else "both"
        field = self.form.fields[name]
        long = isinstance(field.widget, forms.Textarea)
        return {
            "name": name,
            "label": field.label,
            "base": self._shown(field, base),
            "theirs": _marked(self._shown(field, base), self._shown(field, theirs)),
            "mine": _marked(self._shown(field, base), self._shown(field, mine)),
            "theirs_value": theirs,
            "mine_value": mine,
            "changed_by": changed_by,
            "pick": changed_by if changed_by != "both" else "merged" if long else "",
            "merged": merged(base, theirs, mine) if changed_by == "both" and long else "",
        }

    def _shown(self, field, value):
        if isinstance(field, forms.ModelChoiceField):
            keys = [key for key in map(key_of, str(value).split(",")) if key is not None]
            return history.card_list(field.queryset.filter(pk__in=keys)) or "（空）"
        choices = dict(getattr(field, "choices", []))
        if isinstance(field, forms.MultipleChoiceField):
            return "、".join(str(choices.get(one, one)) for one in value.split(",") if one) or "（空）"
        return str(choices.get(value, value)).replace("T", " ") if value else "（空）"


def _marked(old, new):
    """``new`` with what was put in and taken out against ``old`` marked for the eye and the ear."""
    if old == new or len(old) * len(new) > 1_000_000:
        return new
    out = []
    for act, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if act in ("delete", "replace"):
            out.append(f"<del>{escape(old[a:b])}</del>")
        if act in ("insert", "replace"):
            out.append(f"<ins>{escape(new[c:d])}</ins>")
        if act == "equal":
            out.append(escape(new[c:d]))
    return mark_safe("".join(out))


def merged(base, theirs, mine):
    """Both changes in one text where they do not touch the same place; otherwise one after the other, to be read over."""
    edits = []
    for side in (theirs, mine):
        for act, a, b, c, d in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
            if act != "equal":
                edits.append((a, b, side[c:d]))
    edits = sorted(set(edits))
    if any(one[1] > two[0] or one[:2] == two[:2] for one, two in pairwise(edits)):
        return f"{theirs}\n{mine}"
    text, at = "", 0
    for start, end, new in edits:
        text += base[at:start] + new
        at = end
    return text + base[at:]


def resolved(post, theirs):
    """The form data of a settled comparison: for each field theirs, mine or the merged text."""
    data = post.copy()
    for name, value in theirs.items():
        pick = post.get(f"pick_{name}")
        if pick == "theirs":
            data[name] = value
        elif pick in ("mine", "merged"):
            data[name] = post.get(f"{pick}_{name}", "")
    return data
