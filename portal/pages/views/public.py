"""The side of a register that anybody may read: hand-picked rows, hand-picked columns, nothing to open."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View

from portal.pages.table import body, spans


@method_decorator(login_not_required, name="dispatch")
class Public(View):
    """The public list; whoever reads it, it shows what a stranger may see."""

    page = None

    def get(self, request):
        page, columns = self.page, self.page.public_columns()
        if not page.may(None, "view"):
            raise Http404
        paginator = Paginator(page.rows(None).order_by(page.ordering, "-pk"), page.per_page)
        try:
            part = paginator.page(request.GET.get("page", 1))
        except InvalidPage:
            raise Http404 from None
        paths, _ = spans(columns)
        context = {
            "title": page.title,
            "head": columns,
            "body": body(columns, part.object_list.values_list(*paths), part.start_index()),
            "part": part,
            "empty": page.empty_title,
        }
        return render(request, "portal/public.html", context)
