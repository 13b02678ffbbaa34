"""What a register says about its workbooks: the columns that go out and come in, and who plans an import."""

from portal.exchange.fields import columns_of


class InWorkbooks:
    """Mixed into Page. ``exports`` and ``imports`` name the columns, ``planner`` the class that plans an upload row by row
    where a row is more than one record of the register; None is ``portal.exchange.plan.Planner``. ``sheet_order`` is how
    the rows of a workbook follow each other where nobody sorted the list; empty is as in the list. ``lies_with`` names the
    field whose record a new row lies with in the tree, where nobody is asked for a grid."""

    exports = imports = planner = None
    lies_with = ""
    sheet_order = ()

    @classmethod
    def export_columns(cls, names=()):
        """Columns of the workbook, masked; those of these names, or all that the register exports."""
        return cls._in_rows(names or cls.exports or cls.columns)

    @classmethod
    def import_columns(cls):
        """Columns an upload may bring, those of the form where nothing else is named."""
        return columns_of(cls.model, cls.imports or [name for name in cls.fields if name != "photos"])
