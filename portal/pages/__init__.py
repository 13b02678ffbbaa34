"""Pages: a register is declared once and gets list, detail, add, edit, moves, import, export, board and print."""

from portal.pages.columns import Column
from portal.pages.page import Page, links, mine, registry
from portal.pages.parts import Condition, Link, Panel, PaperOf

__all__ = ["Column", "Condition", "Link", "Page", "Panel", "PaperOf", "links", "mine", "registry"]
