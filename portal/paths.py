"""Paths from one model to another, "member__user": what they pass through and where they end."""


def walk(model, path):
    """The fields of a path, first to last."""
    fields = []
    for part in path.split("__"):
        fields.append(model._meta.pk if part == "pk" else model._meta.get_field(part))
        model = fields[-1].related_model
    return fields


def value_at(row, path):
    """What a path leads to from a row; None where a row on the way is not there."""
    for part in path.split("__"):
        row = getattr(row, part) if row is not None else None
    return row


def branches(model, path):
    """Whether a path leads from one row to several, so that joining it would list the row more than once."""
    return any(field.one_to_many or field.many_to_many for field in walk(model, path))
