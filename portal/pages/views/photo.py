"""Pictures, shown to exactly those who may see their record."""

from django.apps import apps
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views import View

from portal.models import Attachment


class Photo(View):
    """One picture, full or thumbnail; anybody else gets the same 404 as for no picture."""

    def get(self, request, key, size):
        photo = get_object_or_404(Attachment, key=key)
        model = apps.get_model(photo.model)
        if not model.objects.within_reach(request.user, "view").filter(pk=photo.object_id).exists():
            raise Http404
        stored = {"full": photo.file, "thumb": photo.thumb}.get(size)
        if stored is None:
            raise Http404
        etag = f'"{photo.sha256[:32]}-{size}"'
        if unchanged := get_conditional_response(request, etag=etag):
            return unchanged
        try:
            answer = FileResponse(stored.open("rb"), content_type="image/jpeg")
        except FileNotFoundError:
            raise Http404 from None
        answer["ETag"] = etag
        # Kept by the browser, but asked about each time: whoever signed out sees it no more.
        answer["Cache-Control"] = "private, no-cache"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer
