"""People: one row per human being; whoever has a part in the house's work points to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from grids import tokens
from grids.choices import PersonState, Relation, Residence, ServiceTag, Sex, Tie
from grids.identity import plain
from grids.models.found import Words
from grids.models.person_moves import MOVES, NAMED
from portal.crypto import EncryptedText, MaskedText, keyed_hash
from portal.masks import phone_digits
from portal.models import Record
from portal.tags import Tags

RESIDENTS = Q(tie=Tie.RESIDENT)
# Who counts as living here now.
POPULATION = RESIDENTS & Q(state=PersonState.PRESENT)


def lived_in(**who):
    """Condition on a dwelling: such a resident lives there now."""
    here = Person._base_manager.filter(POPULATION, household=models.OuterRef("pk"), **who)
    return Q(models.Exists(here.order_by()))


class Person(Record):
    """Somebody of the neighbourhood, or tied to it from outside.

    ``tie`` tells residents, who are its population, from associates, who hang on the community (in-service members, outside
    helpers). ID number, phone and registered address are encrypted; hashes find them again. A resident's grid is that of the
    household. ``visited_on``, ``visit_next_on`` (the day agreed with the person), ``visit_missed`` (visits in vain since) and
    ``visit_due_on`` follow from the visits, see ``grids.actions.visit``. ``merged_into``: the row that took its place.
    """

    CODE_PREFIX = "RK"
    CARD = "name"
    DERIVED = frozenset({"visited_on", "visit_next_on", "visit_missed", "visit_due_on"})
    SILENT = frozenset({"id_hash", "phone_hash", "search"}) | DERIVED

    name = MaskedText("姓名", max_length=40)
    tie = models.CharField("身份", max_length=10, choices=Tie, default=Tie.RESIDENT)
    household = models.ForeignKey(
        "grids.Household", on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name="住户"
    )
    relation = models.CharField("与户主关系", max_length=20, choices=Relation, blank=True)
    residence = models.CharField("户籍/流动", max_length=10, choices=Residence, blank=True)
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    birth = models.DateField("出生日期", null=True, blank=True)
    id_number = EncryptedText(
        "身份证号", mask="id_number", blank=True, max_length=24, help_text="填对了，性别和出生日期自动填好"
    )
    phone = EncryptedText("电话", mask="phone", blank=True, max_length=24)
    registered = EncryptedText("户籍地址", mask="address", blank=True, max_length=100)
    occupation = models.CharField("职业", max_length=40, blank=True)
    care = Tags("关爱标签", words=ServiceTag)
    support = models.CharField("帮扶情况", max_length=200, blank=True, help_text="谁在帮、帮什么；不写别人的电话")
    state = models.CharField("状态", max_length=8, choices=PersonState, default=PersonState.PRESENT, editable=False)
    visited_on = models.DateField("上次走访", null=True, blank=True, editable=False)
    visit_next_on = models.DateField("约定下次走访", null=True, blank=True, editable=False)
    visit_missed = models.PositiveSmallIntegerField("连续没见到", default=0, editable=False)
    visit_due_on = models.DateField("走访到期", null=True, blank=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="person",
        verbose_name="账号",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name="已并入",
    )
    id_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_hash = models.CharField(max_length=64, blank=True, editable=False)
    search = Words(blank=True, editable=False)

    MOVES = MOVES

    class Meta:
        verbose_name = "居民"
        verbose_name_plural = "居民"
        indexes = [
            models.Index(fields=["community", "-created_at", "-id"], name="grids_person_list"),
            # All that the population is counted by, so that none of the rows is read.
            models.Index(
                fields=["community", "grid", "state", "tie", "residence", "sex", "birth", "care", "visit_due_on"],
                name="grids_person_grid",
            ),
            models.Index(fields=["household", "state", "tie", "residence"], name="grids_person_home"),
            models.Index(fields=["community", "phone_hash"], name="grids_person_phone"),
            models.Index(fields=["community", "name", "birth"], name="grids_person_name"),
            models.Index(
                fields=["community", "grid", "visit_due_on"],
                condition=Q(visit_due_on__isnull=False),
                name="grids_person_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "id_hash"],
                condition=~Q(id_hash="") & Q(state__in=NAMED),
                name="grids_person_id_once",
                violation_error_message="这个身份证号已经登记过，请用证号在“居民”里查找，不要重复登记。",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=Relation.HEAD, state=PersonState.PRESENT),
                name="grids_person_one_head",
                violation_error_message="这一户已经有户主，请改填与户主关系。",
            ),
            models.CheckConstraint(
                condition=~Q(tie=Tie.ASSOCIATE) | Q(household__isnull=True),
                name="grids_person_associate_outside",
                violation_error_message="关联人不住在辖区，不能选住户；住在辖区的请选“居民”。",
            ),
            # What was merged keeps its dwelling, so that the merger can be taken back.
            models.CheckConstraint(
                condition=Q(household__isnull=True) | Q(state__in=[PersonState.PRESENT, PersonState.MERGED]),
                name="grids_person_housed_here",
                violation_error_message="不在册的人没有住户；回来住的请点“迁回”。",
            ),
        ]

    @classmethod
    def prepare_many(cls, records, *, by):
        records = list(records)
        for record in records:
            record.settle_keys()
        super().prepare_many(records, by=by)

    def settle_keys(self):
        """What follows from the rest: the grid of the household, hashes and words to be found by."""
        if self.household_id:
            self.grid = self.household.grid
        self.id_number, self.phone = plain(self.id_number), phone_digits(self.phone)
        self.id_hash = keyed_hash(self.id_number) if self.id_number else ""
        self.phone_hash = keyed_hash(self.phone) if self.phone else ""
        door = self.household.door if self.household_id else ""
        self.search = tokens.of_person(self.name, door, self.phone) if self.state in NAMED else ""

    def save(self, **how):
        self.settle_keys()
        super().save(**how)
