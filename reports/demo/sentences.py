"""The sentences of the demonstration's pledges: built from what somebody can do next door, a few copied, a few hollow.

Each is checked as the register would have checked it at that moment, against what had been proposed by then.
"""

from decimal import ROUND_HALF_UP, Decimal

from pledges.choices import Frequency
from pledges.queries.wording import SHOWN, Examination, Near, phrases
from pledges.wording import essence, likeness, nearest, read
from reports.demo import pledge_words as words
from reports.demo.words import HOUSES, PLACES

# Others are to be less alike than this, or the sentence is thought of anew; one that is copied more alike than that.
APART, TWIN, TRIES = 0.76, 0.82, 40
TWO_DEEDS = 0.45
WEEKDAYS = "一二三四五六日"
FRAMES = {
    Frequency.WEEKLY: ["每周{w}下午{deed}", "每周{w}{deed}", "每周{deed}一次"],
    Frequency.MONTHLY: ["每月{n}日前{deed}", "每月头一个周{w}{deed}", "每月{deed}一次", "每月最后一个周日{deed}"],
    Frequency.QUARTERLY: ["每季度{deed}一次", "每季度第一个周末{deed}", "每季度末{deed}"],
}
TILL = ["到{day}", "做到{day}", "一直到{day}"]
TURNS = 84  # so that all frames, weekdays and endings meet


class Sentences:
    """Thinks of a sentence for each plan and remembers what was said."""

    def __init__(self, demo, dice):
        self.dice, self.essences = dice, []
        self.phrases = phrases(demo.community.pk)
        self.hollow = dice.sample(words.HOLLOW, len(words.HOLLOW))

    def good(self, plan):
        """One that says for whom, what and how often, and is like no other."""
        for _ in range(TRIES):
            plan.deeds, plan.frame = self._deeds(plan), self.dice.randrange(TURNS)
            found = self._framed(plan)
            said = range(len(self.essences)), self.essences
            if self._is_told(found) and not nearest(essence(found), said, 1, APART):
                break
        return self._say(found)

    def copied(self, plan, others):
        """That of another plan, with the house and the day changed to the own ones; of a hollow one nothing needs changing."""
        for _ in range(TRIES):
            other = self.dice.choice(others)
            plan.deeds, plan.frame, plan.frequency = other.deeds, other.frame, other.frequency
            found = self._framed(plan) if plan.deeds else other.sentence
            if likeness(essence(found), essence(other.sentence)) >= TWIN:
                break
        return self._say(found)

    def empty(self):
        """One that promises nothing; after the last the first comes again."""
        self.hollow.append(self.hollow.pop(0))
        return self._say(self.hollow[-1])

    def examined(self, plan, sentence, at, drafts):
        """What the check said at a moment; ``drafts`` are (moment, plan, essence)."""
        told, standing = essence(sentence), {}
        for moment, other, text in drafts:
            if moment < at and other is not plan and other.year in (plan.year, plan.year - 1) and other.stands(at):
                standing[id(other)] = text
        scored = nearest(told, (range(len(standing)), list(standing.values())), most=SHOWN)
        near = [Near(n, Decimal(score).quantize(Decimal("0.01"), ROUND_HALF_UP)) for score, n in scored]
        return Examination(read(sentence, self.phrases), told, tuple(near))

    def _is_told(self, sentence):
        told = read(sentence, self.phrases)
        return told.whom and told.what and told.often and not (told.is_short or told.is_long or told.hollow)

    def _say(self, sentence):
        self.essences.append(essence(sentence))
        return sentence

    def _deeds(self, plan):
        """One or two deeds of a skill."""
        deeds = words.SKILLS[self.dice.choice(plan.comrade.skills)][1]
        return self.dice.sample(deeds, 2 if self.dice.random() < TWO_DEEDS else 1)

    def _placed(self, plan):
        where = plan.comrade.where
        house = self.dice.choice(HOUSES[where]).replace(" ", "")
        told = {"h": house, "s": self.dice.choice(PLACES[where]), "m": self.dice.choice(words.MEETING_PLACES)}
        first, *second = [deed.format(**told) for deed in plan.deeds]
        # It is enough to name the house once.
        return "，".join([first, *(deed.replace(f"{house}的", "").replace(house, "") for deed in second)])

    def _framed(self, plan):
        deed, day, turn = self._placed(plan), _day(plan), plan.frame
        if plan.frequency == Frequency.ONCE:
            return f"{day}前{deed}一次"
        frames = FRAMES[plan.frequency]
        told = frames[turn % len(frames)].format(deed=deed, w=WEEKDAYS[turn % 7], n=5 + 5 * (turn % 4))
        return told if plan.tone == "vague" else f"{told}，{TILL[turn % 3].format(day=day)}"


def _day(plan):
    """The last day as people write it."""
    first, last = plan.starts_on, plan.ends_on
    if (last.month, last.day) == (12, 31) and plan.frequency != Frequency.ONCE:
        return "年底"
    return f"{'明年' if last.year > first.year else ''}{last.month}月{last.day}日"
