"""Two years of pledges in the demonstration with their periods and reviews, in every state, up to the day before."""

from collections import defaultdict

from pledges.models import Fulfilment, Pledge, Review, StockPhrase
from pledges.wording import essence
from reports.demo import pledge_words as words
from reports.demo.partying import moment
from reports.demo.pledge_plans import Plans
from reports.demo.pledge_story import Promise
from reports.demo.register import done
from reports.demo.sentences import Sentences
from reports.demo.story import newborn


def load(demo):
    """Say all sentences, check each as it was said, tell what became of it, and put the rows on their registers."""
    party, dice = demo.party, demo.dice("pledging")
    _phrases(demo)
    plans = Plans(party).all()
    sentences = Sentences(demo, dice)
    for n, plan in enumerate(plans):
        _say(sentences, plan, plans[:n])
    _check(sentences, plans)
    neighbours = _neighbours(demo)
    party.promises = [Promise(party, dice, plan, neighbours) for plan in plans]
    for promise in party.promises:
        promise.tell()
    _keep(party)


def _phrases(demo):
    """What the community does not want to read any more."""
    rows, lines = [StockPhrase(grid=demo.community, text=text) for text in words.OWN_PHRASES], []
    for n, row in enumerate(rows):
        lines.append((newborn(row, by=demo.people["secretary"], at=moment(demo.party.begun, 16, 5 * n)), row))
    demo.party.keep(rows, lines)


def _say(sentences, plan, earlier):
    """The sentence that is to stand, after a hollow first draft where it was sent back."""
    like = [one for one in earlier if one.year in (plan.year, plan.year - 1) and one.comrade is not plan.comrade]
    like = [one for one in like if one.end != "void" and one.tone != "twin" and not one.first]
    if plan.tone == "twin" and like:
        plan.sentence = sentences.copied(plan, like)
    elif plan.tone == "hollow":
        plan.sentence = sentences.empty()
    else:
        plan.sentence = sentences.good(plan)
        plan.first = sentences.empty() if plan.revised_at else ""


def _check(sentences, plans):
    """Each draft against what had been said by then."""
    drafts = [(plan.at, plan, plan.first or plan.sentence) for plan in plans]
    drafts += [(plan.revised_at, plan, plan.sentence) for plan in plans if plan.revised_at]
    drafts.sort(key=lambda draft: draft[0])
    texts = [(at, plan, essence(sentence)) for at, plan, sentence in drafts]
    for at, plan, sentence in drafts:
        plan.checked.append(sentences.examined(plan, sentence, at, texts))


def _neighbours(demo):
    """By grid, counted from 0: residents with a care tag, whom a pledge may be for."""
    found = defaultdict(list)
    since = moment(demo.party.begun, 0)
    where = {grid.pk: n for n, grid in enumerate(demo.grids)}
    for one in demo.residents:
        if one.care and one.created_at < since:
            found[where[one.grid_id]].append(one)
    return found


def _keep(party):
    """Pledges, then their periods, reviews and what the clock did."""
    promises = party.promises
    lines = defaultdict(list)
    for promise in promises:
        for entry, record in promise.lines:
            lines[type(record)].append((entry, record))
    party.keep([one.pledge for one in promises], lines[Pledge])
    party.keep([period for one in promises for period in one.periods], lines[Fulfilment])
    party.keep([review for one in promises for review in one.reviews], lines[Review])
    done(effect for one in promises for effect in one.effects)
