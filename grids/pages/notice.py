"""告知单: what the register keeps about somebody who asked, whole, and who looked at it; issuing it is written down."""

from django.http import Http404
from django.shortcuts import render

from grids.choices import RequestKind
from grids.models import ManagedCare
from grids.queries.access import accesses
from portal import history
from portal.clock import today
from portal.masks import mask
from portal.pages.columns import local
from portal.pages.views.base import PageView
from portal.pages.views.paper import as_word
from portal.papers import Cell, Paper, Part

TITLE = "个人信息告知单"
MOST = 60
BASIS = "根据《中华人民共和国个人信息保护法》第四十四条、第四十五条，现将本社区登记的您的个人信息告知如下。"
RIGHTS = "您认为不准确、不完整的，可以要求更正、补充；符合第四十七条情形的，可以要求删除。"


def notice(asked, user, *, whole):
    """The paper; masked as long as it is only looked at."""
    person = asked.person
    household = person.household.door if person.household_id else ""

    def kept(name):
        value = getattr(person, name) or ""
        return value if whole else mask(value, person._meta.get_field(name).mask)

    facts = Part(
        sentences=(f"{person.name if whole else mask(person.name, 'name')}：", BASIS),
        rows=(
            (Cell("姓名", kept("name"), whole=whole), Cell("性别", person.get_sex_display())),
            (Cell("身份证号", kept("id_number"), whole=whole), Cell("出生日期", str(person.birth or ""))),
            (Cell("电话", kept("phone"), whole=whole), Cell("户籍/流动", person.get_residence_display())),
            (Cell("户籍地址", kept("registered"), whole=whole),),
            (Cell("住址", household), Cell("与户主关系", person.get_relation_display())),
            (Cell("职业", person.occupation), Cell("状态", person.get_state_display())),
            (Cell("关爱标签", person._meta.get_field("care").words(person.care)),),
            (Cell("帮扶情况", person.support, whole=whole),),
            (Cell("管理措施", _managed(person, user)),),
        ),
    )
    kept_too = Part(
        heading="走访、居住变动、同意", rows=tuple((Cell(label, text),) for label, text in _rows_about(person))
    )
    count, looks = accesses(person, MOST)
    seen = [f"{look['at']} {look['who']} {look['post']}：{look['what']}，{look['why']}" for look in looks]
    more = [f"以上为最近 {MOST} 次。"] if count > MOST else []
    looked = Part(
        heading=f"谁看过（共 {count} 次）",
        sentences=(*(seen or ["没有人查看过完整信息。"]), *more, RIGHTS),
        signs=(f"{asked.community.name}（盖章）", "本人签收：　　　　　　　年　　月　　日"),
    )
    return Paper(unit=asked.community.name, title=TITLE, number=asked.code, parts=(facts, kept_too, looked))


def _managed(person, user):
    rows = ManagedCare.objects.within_reach(user, "view").filter(person=person).order_by("pk")
    return "；".join(f"{row.get_kind_display()}（{row.since} 起，{row.get_state_display()}）" for row in rows)


def _rows_about(person):
    visits = person.visits.exclude(visited_at=None).order_by("-visited_at")[:MOST]
    yield (
        "走访",
        "\n".join(f"{local(row.visited_at):%Y-%m-%d} {row.get_kind_display()} {row.findings}" for row in visits),
    )
    moves = person.relocations.order_by("-on", "-pk")
    yield "居住变动", "\n".join(f"{row.on} {row.get_kind_display()} {row.place}" for row in moves)
    consents = person.consents.order_by("-given_on", "-pk")
    yield (
        "同意",
        "\n".join(f"{row.given_on} {row.get_purpose_display()}（{row.get_state_display()}）" for row in consents),
    )


class Notice(PageView):
    """The paper to look at, masked; a POST issues it whole, as a page to print or as a Word file, and writes that down."""

    verb = "fulfil"
    word = False

    def get(self, request, pk):
        if self.word:
            return self.http_method_not_allowed(request)
        asked = self._asked()
        return self._page(asked, notice(asked, request.user, whole=False), whole=False)

    def post(self, request, pk):
        asked = self._asked()
        way = "Word" if self.word else "打印"
        history.log("paper", by=request.user, record=asked, note=f"{TITLE} · 开具证明 · {asked.code}（{way}）")
        paper = notice(asked, request.user, whole=True)
        answer = as_word(paper) if self.word else self._page(asked, paper, whole=True)
        answer["Cache-Control"] = "no-store"
        return answer

    def _asked(self):
        asked = self.record()
        if asked.kind != RequestKind.ACCESS:
            raise Http404
        return asked

    def _page(self, asked, paper, *, whole):
        here = self.page.url("detail", asked.pk)
        context = {
            "paper": paper,
            "page": self.told,
            "whole": whole,
            "print_url": self.page.url("notice", asked.pk),
            "word_url": self.page.url("notice-word", asked.pk),
            "back_url": here,
            "today": f"{today()}",
            "crumbs": self.crumbs({"label": asked.code, "url": here}, {"label": TITLE, "url": ""}),
        }
        return render(self.request, "grids/notice.html", context)
