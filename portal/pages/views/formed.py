"""What every page that asks for something shows around its form."""


def form_page(form, *, page, heading, crumbs, submit, cancel_url, **more):
    """The context of ``portal/form.html`` and what extends it: on errors a summary that leads to each field."""
    return {
        "form": form,
        "page": page,
        "heading": heading,
        "crumbs": crumbs,
        "submit": submit,
        "cancel_url": cancel_url,
        "errors": error_summary(form),
        "hints": (),
        "object": None,
        "draft": None,
        "second_key": None,
        **more,
    }


def error_summary(form):
    """Each wrong field with its sentence and where to put it right."""
    summary = []
    for name, sentences in form.errors.items():
        bound = None if name == "__all__" else form[name]
        for sentence in sentences:
            summary.append(
                {
                    "label": bound.label if bound else "",
                    "message": sentence,
                    "target": f"#{bound.id_for_label or bound.auto_id}" if bound else "#main",
                }
            )
    return summary
