"""Stock phrases: what pledges are full of that promise nothing; staff keep the list."""

from django.db import models

from grids.choices import UseState
from grids.models.place import USE_MOVES
from portal.models import Record


class StockPhrase(Record):
    """One phrase of a community's own; a row of the built-in list's words that is out of use takes it off that list."""

    CODE_PREFIX = "TH"
    CARD = "text"

    text = models.CharField("套话", max_length=30)
    state = models.CharField("状态", max_length=6, choices=UseState, default=UseState.OPEN, editable=False)

    MOVES = USE_MOVES

    class Meta:
        verbose_name = "套话"
        verbose_name_plural = "套话"
        indexes = [models.Index(fields=["community", "text"], name="pledges_phrase_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "text"],
                name="pledges_phrase_once",
                violation_error_message="已经登记过这句套话。",
            )
        ]
