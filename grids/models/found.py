"""The look-up ``search__begins``: some word of a blank-separated column begins so; an index serves it on PostgreSQL."""

from django.db import models
from django.db.models.lookups import Lookup

# The same expression as the index of migration 0006.
WORDS = "array_to_tsvector(string_to_array({column}, ' '))"


class Words(models.TextField):
    """Words somebody is found by, one blank between two."""


@Words.register_lookup
class Begins(Lookup):
    """Whether one of the words begins with the text."""

    lookup_name = "begins"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        text = "".join(self.rhs.split())
        if connection.vendor == "postgresql":
            quoted = text.replace("\\", "\\\\").replace("'", "''")
            return f"{WORDS.format(column=column)} @@ %s::tsquery", [*params, f"'{quoted}':*"]
        like = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return f"(' ' || {column}) LIKE %s ESCAPE '\\'", [*params, f"% {like}%"]
