"""The picture of a report: its rates line by line, or its first counts where nothing is a rate."""

from portal.figures import Rate

SYMBOLS = ("circle", "diamond", "triangle", "rect")
APART = 14
# Blue, ochre, red: of the cards the second is the yellow ones, the third the red.
COLOURS = (1, 2, 5)


def chart(report, lines, by):
    """What static/js/charts.js draws, and the same as a table beside it."""
    rates = [one for one in report.table.columns if isinstance(one, Rate)]
    shown = rates or list(report.table.columns[: len(COLOURS)])
    values = [[report.value(one, report.period, line, by) for line in lines] for one in shown]
    rows = [[one.share(*value) for value in row] for one, row in zip(rates, values, strict=True)] if rates else values
    words = [[one.words(share) for share in row] for one, row in zip(rates, rows, strict=True)] if rates else rows
    spec = {"categories": [line.label for line in lines], "says": "、".join(one.label for one in shown)}
    return {
        "heads": [one.label for one in shown],
        "rows": [(line.label, [row[n] for row in words]) for n, line in enumerate(lines)],
        "spec": spec | (_points(rates, rows, words) if rates else _bars(shown, rows)),
    }


def _points(rates, rows, words):
    """Rates as points between a floor below the lowest and the whole."""
    known = [share for row in rows for share in row if share is not None]
    low = max(0, min([70, *[int(share // 10) * 10 - 10 for share in known]]))
    series = [
        {
            "name": f"{rate.label} = {rate.numerator.label} / {rate.denominator.label}",
            "type": "scatter",
            "symbol": symbol,
            "shift": round((n - (len(rates) - 1) / 2) * APART),
            "color": n + 1,
            "data": row,
            # More figures than those of one rate would lie over the points.
            **({"labels": told} if n == 1 else {}),
        }
        for n, (rate, row, told, symbol) in enumerate(zip(rates, rows, words, SYMBOLS, strict=False))
    ]
    return {"unit": "%", "min": low, "max": 105, "step": 10 if low >= 50 else 20, "series": series}


def _bars(shown, rows):
    series = [
        {"name": one.label, "type": "bar", "color": colour, "data": row}
        for one, row, colour in zip(shown, rows, COLOURS, strict=False)
    ]
    return {"series": series, "width": 10}
