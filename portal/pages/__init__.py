"""Pages: a register is declared once and gets list, detail, add, edit, moves, import, export, board and print."""

from portal.pages.columns import Column
from portal.pages.page import Page, links, registry
from portal.pages.parts import Condition, Link, Panel

__all__ = ["Column", "Condition", "Link", "Page", "Panel", "links", "registry"]
