"""Ways to choose that suit a thumb."""

from django import forms

from portal.keys import key_of


class Textarea(forms.Textarea):
    """Several lines; a line break counts as one, as browsers count it, however it is sent."""

    def value_from_datadict(self, data, files, name):
        written = super().value_from_datadict(data, files, name)
        return written.replace("\r\n", "\n") if isinstance(written, str) else written


class Tiles(forms.RadioSelect):
    """A choice as tiles: ``look`` "cats" with icons or "pick" with a hint under each word; both map a value to a string."""

    use_fieldset = True

    def __init__(self, look, icons=None, hints=None, attrs=None):
        self.look, self.icons, self.hints = look, icons or {}, hints or {}
        super().__init__({"class": "vh", **(attrs or {})})

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        return {**option, "icon": self.icons.get(value, ""), "hint": self.hints.get(value, "")}


class Chips(forms.TextInput):
    """A line of text whose usual words are offered to tap, asked of the address ``url_name`` with what ``beside`` holds."""

    def __init__(self, url_name, beside, label, attrs=None):
        self.url_name, self.beside, self.label = url_name, beside, label
        super().__init__(attrs)


def _keys(value):
    """The keys in what a form was sent; a comparison carries several of them in one text."""
    parts = [part for one in value or () for part in str(one).split(",")]
    return [key for key in map(key_of, parts) if key is not None]


class Remote(forms.Select):
    """A search box for one of many rows: only the chosen row is in the page, the rest is asked of ``url`` while typing."""

    remote = True

    def __init__(self, url, attrs=None):
        super().__init__({**(attrs or {}), "data-remote": url})

    def optgroups(self, name, value, attrs=None):
        """The empty option and the chosen row."""
        found = _chosen(self, name, value)
        return [(None, [self.create_option(name, "", "", not found, 0), *found], 0)]


class RemoteMany(forms.SelectMultiple):
    """The same for several of many rows, each shown as a chip that can be taken away."""

    remote = True

    def __init__(self, url, attrs=None):
        super().__init__({**(attrs or {}), "data-remote": url})

    def optgroups(self, name, value, attrs=None):
        """The chosen rows."""
        return [(None, _chosen(self, name, value), 0)]


def _chosen(widget, name, value):
    field, keys = widget.choices.field, _keys(value)
    rows = field.queryset.filter(pk__in=keys) if keys else ()
    return [
        widget.create_option(name, row.pk, field.label_from_instance(row), True, n) for n, row in enumerate(rows, 1)
    ]
