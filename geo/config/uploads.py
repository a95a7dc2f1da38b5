"""How much a form may bring: files come from staff alone."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from geo.drawings.geojson import FILE_BYTES

FORM_BYTES = 1024 * 1024  # what stands around a file


class SizeLimit(FileUploadHandler):
    """Refuses a form before it is read; Django limits what is no file, and files not at all."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        is_staff = self.request.user.is_active and self.request.user.is_staff
        limit = FILE_BYTES + FORM_BYTES if is_staff else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > limit:
            raise RequestDataTooBig("A form brought more than is read.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
