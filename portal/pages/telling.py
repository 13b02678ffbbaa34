"""What a register tells, and whom: the news of its people, and what goes out to the community's chat."""


class Telling:
    """The part of a page's declaration that says who hears what.

    ``concerns(user)`` is the Q of the rows that concern a user; None: nobody is told anything. ``follows`` is the field by which
    a row was put together with another: whom the row concerns hears what becomes of the other, by its state alone where that
    one is out of reach. ``news`` are the verbs told, None for every move and all of ``words``. ``tells`` maps each verb that is
    pushed outside to the rows it is pushed for, ``Q()`` for all.
    """

    concerns = news = None
    follows = ""
    tells = {}

    @classmethod
    def news_verbs(cls):
        """The verbs whose lines are news; a hand-over always is, for whoever receives."""
        return [*cls.model.MOVES, *cls.words, "handover"] if cls.news is None else list(cls.news)
