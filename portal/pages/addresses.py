"""Where the views of a register are: which it has follows from what its page declares."""

from django.urls import path

from portal.pages import views

# route, view, kind (the end of the address's name), and what the page must say to have it.
TABLE = (
    ("", views.List, "list", lambda page: True),
    ("export/", views.Export, "export", lambda page: True),
    ("pick/", views.Pick, "pick", lambda page: True),
    ("<int:pk>/", views.Detail, "detail", lambda page: True),
    ("board/", views.Board, "board", lambda page: page.board),
    ("tabs/", views.Tabs, "tabs", lambda page: page.tabs),
    ("views/", views.SavedViews, "views", lambda page: page.keeps_views),
    ("add/", views.Add, "add", lambda page: page.addable()),
    ("import/", views.Import, "import", lambda page: page.addable()),
    ("<int:pk>/edit/", views.Edit, "edit", lambda page: page.addable()),
    ("public/", views.Public, "public", lambda page: page.public),
    ("<int:pk>/reveal/", views.Reveal, "reveal", lambda page: page.reveals),
    ("whole/", views.Whole, "whole", lambda page: page.reveals),
)


def addresses(page):
    """The URL patterns of a register, list to moves."""
    for route, view, kind, has in TABLE:
        if has(page):
            yield path(f"{page.path}/{route}", view.as_view(page=page), name=f"{page.name}-{kind}")
    for kind in page.papers:
        shown, word = (view.as_view(page=page, kind=kind) for view in (views.Paper, views.Word))
        yield path(f"{page.path}/<int:pk>/{kind}/", shown, name=f"{page.name}-{kind}")
        yield path(f"{page.path}/<int:pk>/{kind}.docx", word, name=f"{page.name}-{kind}-word")
    for move in page.bulk:
        bulk = views.Bulk.as_view(page=page, move=move)
        yield path(f"{page.path}/bulk/{move}/", bulk, name=f"{page.name}-bulk-{move}")
    for move in page.model.MOVES:
        made = views.Make.as_view(page=page, move=move)
        yield path(f"{page.path}/<int:pk>/{move}/", made, name=f"{page.name}-{move}")
