"""A file waits between two steps of a page, for its owner alone."""

import datetime
import io

import pytest
from django.utils import timezone

from geo.files.models import Upload
from geo.files.uploads import MOST_EACH, Gone, forget, forget_old, keep, opened, using

pytestmark = pytest.mark.django_db


def kept(content: bytes = b"areas", name: str = "communes.zip", owner=7) -> Upload:
    file = io.BytesIO(content)
    file.name = name
    return keep(file, owner=owner, purpose="perimeter")


def test_a_file_comes_back_with_its_name_and_its_bytes():
    upload = Upload.objects.of(7, "perimeter").get(pk=kept(b"\x00\xff").pk)
    with opened(upload) as file:
        assert (file.name, file.read(), upload.size) == ("communes.zip", b"\x00\xff", 2)


def test_a_file_that_was_used_since_it_was_found_is_gone():
    upload = Upload.objects.of(7, "perimeter").get(pk=kept().pk)
    with using(upload):
        pass
    with pytest.raises(Gone):
        opened(upload)
    with pytest.raises(Gone), using(upload):
        pass


def test_a_file_is_found_by_its_owner_and_for_its_purpose_alone():
    kept()
    assert Upload.objects.of(7, "perimeter").exists()
    assert not Upload.objects.of(8, "perimeter").exists()
    assert not Upload.objects.of(7, "contributions").exists()


def test_the_list_of_files_does_not_read_their_bytes():
    kept()
    assert "content" in Upload.objects.of(7, "perimeter").get().get_deferred_fields()


@pytest.mark.parametrize(
    ("sent", "name"),
    [("C:\\maps\\a.zip", "a.zip"), ("../../a.kml", "a.kml"), ("a\nb.kml", "ab.kml")],
)
def test_a_name_keeps_neither_folders_nor_controls(sent, name):
    assert kept(name=sent).name == name


def test_nobody_forgets_the_file_of_another():
    upload = kept()
    forget([upload.pk], owner=8)
    assert Upload.objects.exists()
    forget([upload.pk], owner=7)
    assert not Upload.objects.exists()


def test_what_is_not_used_is_gone_after_a_day():
    kept()
    forget_old(timezone.now() + datetime.timedelta(hours=23))
    assert Upload.objects.exists()
    forget_old(timezone.now() + datetime.timedelta(hours=25))
    assert not Upload.objects.exists()


def test_one_person_fills_no_disk():
    first = kept()
    for _ in range(MOST_EACH):
        kept()
    assert Upload.objects.count() == MOST_EACH
    assert not Upload.objects.filter(pk=first.pk).exists()
