"""Many rows about to make the same move: which of them can, which cannot and why."""

from portal.errors import Refused
from portal.reach import allowed

MOST = 500
LISTED = 20
OUT_OF_REACH = "不在您这个岗位的办理范围内。"
TOO_MANY = "一次最多办 {most} 件，现在选了 {count:,} 件。请先缩小筛选，或分几次勾选。"
COUNT_CHANGED = "能办的数目变了：刚才是 {then} 件，现在是 {now} 件。一件都没有办，请核对下面最新的数目再点。"
ROWS_CHANGED = "您打开之后，{codes}已被别人改过。一件都没有办，请核对后再点。"


class Batch:
    """The chosen rows, judged: ``able`` and ``unable``, in the order of their keys, so that two batches at once lock alike."""

    def __init__(self, page, user, name, rows):
        self.user, self.name, self.move = user, name, page.model.MOVES[name]
        count = rows.count()
        if count > MOST:
            raise Refused(TOO_MANY.format(most=MOST, count=count))
        self.records = sorted(
            {record.pk: record for record in page.judged(rows)}.values(), key=lambda record: record.pk
        )
        self._reach = allowed(user, [name], page.model, [record.pk for record in self.records])
        self.able, self.unable = [], []
        for record in self.records:
            (self.able if self._can(record) else self.unable).append(record)

    def _within_reach(self, record):
        return self.name in self._reach.get(record.pk, ())

    def _can(self, record):
        if not (self._within_reach(record) and self.move.starts(record)):
            return False
        return not (self.move.when and self.move.when(record, self.user))

    def refusals(self):
        """(record, sentence) for the first of those that cannot; a sentence may ask the history, so not for all."""
        for record in self.unable[:LISTED]:
            yield record, self.move.refusal(record, self.user) if self._within_reach(record) else OUT_OF_REACH

    def versions(self):
        """What somebody confirms: each row that can make the move, as it is now."""
        return [(record.pk, record.version) for record in self.able]

    def insist(self, seen):
        """Refuse unless the rows are those ``seen``, {key: version}; each goes on as the version that was seen."""
        if len(seen) != len(self.able):
            raise Refused(COUNT_CHANGED.format(then=len(seen), now=len(self.able)))
        if changed := [record.code for record in self.able if seen.get(record.pk) != record.version]:
            more = f"等 {len(changed)} 件" if len(changed) > 3 else ""
            raise Refused(ROWS_CHANGED.format(codes="、".join(changed[:3]) + more))
