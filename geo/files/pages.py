"""What the pages have in common on which something is made of files."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path


class FilePages:
    """Mixed into the administration: adding one means sending files, and so does its next version.

    Each kind adds `upload`, which takes the files for one that is there, or for a new one.
    """

    def get_urls(self):
        version = self.admin_site.admin_view(self.new_version_view)
        name = f"geo_{self.opts.model_name}_new_version"
        return [path("<uuid:pk>/new-version/", version, name=name), *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self.upload(request, None)

    def new_version_view(self, request, pk):
        """Other files for the same one."""
        return self.upload(request, self.changeable(request, pk))

    def changeable(self, request, pk):
        """Return the one of this key, which this person may change."""
        found = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, found):
            raise PermissionDenied
        return found
