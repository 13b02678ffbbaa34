"""What rooms above put onto the page of a register below, which never hears of them."""

from functools import partial

from portal.pages.children import child_rows
from portal.pages.parts import Button, Gathering, Panel


class Open:
    """The part of a page that is open to rooms above: boxes, child registers, columns and buttons."""

    @classmethod
    def panel(cls, *args, **kwargs):
        """Put a box on this register's detail page from a room above."""
        cls.panels.append(Panel(*args, **kwargs))

    @classmethod
    def child(cls, page, *, whole=False, path=""):
        """Show the rows of a child register on this register's detail page, to whoever may see them, or all (``whole``).

        ``path`` leads from such a row to the record where it belongs to another one, whose history it is in.
        """
        rows = partial(child_rows, cls, page, whole, path or page.model.ROOT)
        cls.panel(page.name, page.title, "portal/_child.html", rows, model=page.model)
        if not path:
            cls.children.append(page)

    @classmethod
    def extra(cls, *columns):
        """Put columns into this register's list from a room above."""
        cls.extra_columns.extend(columns)

    @classmethod
    def button(cls, *args, **kwargs):
        """Put a button on this register's detail page from a room above."""
        cls.buttons.append(Button(*args, **kwargs))

    @classmethod
    def gather(cls, *args, **kwargs):
        """Let ticked rows be taken along to another register, say from a list of people to a sheet of a walk."""
        cls.gatherings.append(Gathering(*args, **kwargs))
