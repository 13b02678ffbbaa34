"""What the forms of the grid service ask for."""

from django import forms

from portal.pages.forms import MoveForm
from portal.photos import PhotosField


class Submit(MoveForm):
    """What was done, and pictures of it."""

    result = forms.CharField(
        label="处置结果",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "做了什么、现在怎样，如 井盖已更换并压实"}),
        error_messages={"required": "请写明处置结果，核查和回访都要看。"},
    )
    photos = PhotosField(label="处置后照片", required=False)
