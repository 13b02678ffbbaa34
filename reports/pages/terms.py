"""What every figure means, in one sentence each."""

from django.shortcuts import render
from django.views import View

from portal.figures import parts, registry


class Terms(View):
    """All figures and rates, by register; nothing about anybody, so open to whoever is signed in."""

    def get(self, request):
        groups = {}
        for shown in registry.values():
            model = parts(shown)[0].model
            groups.setdefault(model._meta.verbose_name, []).append(
                {
                    "name": shown.name,
                    "label": shown.label,
                    "definition": shown.definition,
                    "unit": shown.unit,
                }
            )
        return render(request, "reports/figures.html", {"groups": groups.items()})
