"""The fields in which somebody sends files: how large they may be, and how many."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.drawings.geojson import FILE_BYTES


class OneFileField(forms.FileField):
    """One file that is not too large."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > FILE_BYTES:
            raise ValidationError(_("The file is larger than 50 MB."))
        return file


class SeveralFiles(forms.ClearableFileInput):
    """Files chosen together."""

    allow_multiple_selected = True


class FilesField(OneFileField):
    """One file or several, `most` of them; `too_many` is said where there are more."""

    widget = SeveralFiles
    most = 1
    too_many = ""

    def clean(self, data, initial=None) -> list:
        sent = (data if isinstance(data, (list, tuple)) else [data]) or [None]
        if len(sent) > self.most:
            raise ValidationError(self.too_many)
        files = [super(FilesField, self).clean(one, initial) for one in sent]
        return [file for file in files if file]
