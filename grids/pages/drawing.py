"""Describing a grid, and laying the grids of a community on the schematic plan."""

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from grids.actions import node as actions
from grids.choices import NodeLevel
from grids.models import Grid, Issue
from grids.models.limit import Limit
from grids.pages.grid import NodeView
from portal.errors import Refused
from portal.pages.forms import ManyField
from portal.pages.views.formed import error_summary, form_page
from portal.reach import may

SALT = "grids.node"
SAVE = {"label": "保存", "icon": "check-lg", "css": "main"}


class NodeForm(forms.ModelForm):
    """What is said of a grid; ``seen`` carries what its writer saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Grid
        fields = ("alias", "party_group", "boundary", "neighbours")
        field_classes = {"neighbours": ManyField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        around = Grid.objects.filter(community=self.instance.community_id, level=NodeLevel.GRID)
        self.fields["neighbours"].queryset = around.exclude(pk=self.instance.pk).order_by("order", "path")
        self.fields["neighbours"].widget = forms.CheckboxSelectMultiple()
        self.fields["neighbours"].widget.choices = self.fields["neighbours"].choices
        self.fields["boundary"].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["boundary"].max_length = 200
        self.initial["seen"] = signing.dumps(actions.shown(self.instance), salt=SALT)
        self.helper = FormHelper()
        self.helper.form_tag = False


def _seen(form):
    """What the writer of a form saw; raises Refused where that cannot be told."""
    try:
        return signing.loads(form.cleaned_data["seen"], salt=SALT)
    except signing.BadSignature:
        raise Refused("页面已过期，请重新打开再改。") from None


class Drawing(NodeView):
    """What is said of a grid is changed by who sets the limits, and reads the page it stands on."""

    model, verb = Limit, "edit"

    def dispatch(self, request, *args, **kwargs):
        if not may(request.user, "view", Issue):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class GridEdit(Drawing):
    """Changing what is said of a grid."""

    def get(self, request, pk):
        return self._show(self.node(pk))

    def post(self, request, pk):
        node = self.node(pk)
        form = NodeForm(request.POST, instance=Grid.objects.get(pk=node.pk))
        if not form.is_valid():
            return self._show(node, form, 422)
        try:
            seen = _seen(form)
            new = {name: form.cleaned_data[name] for name in actions.DESCRIBED}
            actions.describe(node, seen, new, list(form.cleaned_data["neighbours"]), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            form.data["seen"] = signing.dumps(actions.shown(Grid.objects.get(pk=node.pk)), salt=SALT)
            return self._show(node, form, 409)
        messages.success(request, f"已保存：{node}")
        return HttpResponseRedirect(reverse("grid", args=[node.pk]))

    def _show(self, node, form=None, status=200):
        form = form or NodeForm(instance=node)
        context = form_page(
            form,
            page={"title": "网格", "model_name": "grid"},
            heading={"title": f"修改{node}", "sub": ""},
            crumbs=[
                {"label": "网格", "url": reverse("grids")},
                {"label": node.name, "url": reverse("grid", args=[node.pk])},
                {"label": "修改", "url": ""},
            ],
            submit=SAVE,
            cancel_url=reverse("grid", args=[node.pk]),
            hints=("范围写四至，如 东至小桥，西至二街公路。", "相邻网格决定上报时提示哪些相似事项。"),
        )
        return render(self.request, "portal/form.html", context, status=status)


class PlanForm(forms.Form):
    """Row, order within the row and share of its width for each grid; ``seen`` carries what its writer saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, nodes, **kwargs):
        super().__init__(*args, **kwargs)
        self.nodes = nodes
        self.initial["seen"] = signing.dumps(actions.drawn(nodes), salt=SALT)
        for node in nodes:
            for name, most in actions.PLANNED.items():
                label = str(Grid._meta.get_field(name).verbose_name)
                field = forms.IntegerField(
                    label=f"{node} {label}",
                    min_value=1,
                    max_value=most,
                    initial=getattr(node, name) or 1,
                    widget=forms.NumberInput(attrs={"class": "in", "min": 1, "max": most}),
                    error_messages={
                        "required": f"请填{node}的{label}。",
                        "invalid": f"{node}的{label}请填 1 到 {most}。",
                    },
                )
                field.error_messages["min_value"] = field.error_messages["max_value"] = field.error_messages["invalid"]
                self.fields[f"{name}_{node.pk}"] = field

    def rows(self):
        """Each grid with its three fields."""
        return [(node, [self[f"{name}_{node.pk}"] for name in actions.PLANNED]) for node in self.nodes]

    def places(self):
        """{primary key: (row, order, width)} as it was filled in."""
        return {
            node.pk: tuple(self.cleaned_data[f"{name}_{node.pk}"] for name in actions.PLANNED) for node in self.nodes
        }


class Plan(Drawing):
    """The schematic plan of a community: where each grid's tile lies."""

    def get(self, request, pk):
        return self._show(*self._asked(pk))

    def post(self, request, pk):
        node, nodes = self._asked(pk)
        form = PlanForm(request.POST, nodes=nodes)
        if not form.is_valid():
            return self._show(node, nodes, form, 422)
        try:
            actions.draw(node, _seen(form), form.places(), by=request.user)
            if "meet" in request.POST:
                actions.meet(node, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data | {"seen": signing.dumps(actions.drawn(node.grids), salt=SALT)}
            return self._show(node, nodes, form, 409)
        messages.success(request, "示意图已保存。")
        return HttpResponseRedirect(reverse("grid-plan", args=[node.pk]))

    def _asked(self, pk):
        node = self.node(pk)
        if node.level != NodeLevel.COMMUNITY:
            raise Http404
        return node, list(node.grids)

    def _show(self, node, nodes, form=None, status=200):
        form = form or PlanForm(nodes=nodes)
        context = {
            "node": node,
            "form": form,
            "rows": form.rows(),
            "errors": error_summary(form),
            "back_url": reverse("grid", args=[node.pk]),
            "crumbs": [
                {"label": "网格", "url": reverse("grids")},
                {"label": node.name, "url": reverse("grid", args=[node.pk])},
                {"label": "示意图", "url": ""},
            ],
        }
        return render(self.request, "grids/plan.html", context, status=status)
