"""Staff add and change indicators: what can be measured is no code."""

import pytest

from geo.measurements.indicators import Indicator
from tests.factories import make_dataset, make_indicator

pytestmark = pytest.mark.django_db
ADD = "/fr/admin/geo/indicator/add/"
ODOUR = {
    "key": "odeur",
    "name_fr": "Concentration d’odeur",
    "unit": "uoE/m³",
    "averaging": "arithmetic",
    "least": "0",
    "most": "1000000",
    "order": "50",
    "is_higher_worse": "on",
    "thresholds_any": "3 ; 5,5",
    "source_fr": "Arrêté du 22 avril 2008",
}


def test_staff_add_an_indicator_with_thresholds_as_they_write_numbers(admin_client):
    answer = admin_client.post(ADD, ODOUR)
    assert answer.status_code == 302, answer.content.decode()
    added = Indicator.objects.get(key="odeur")
    assert added.thresholds == {"": [3, 5.5]} and added.names == {"fr": "Concentration d’odeur"}
    assert added.source == "Arrêté du 22 avril 2008" and not added.is_in_decibels


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"thresholds_any": "5 ; 3"}, "Écrivez deux nombres, le plus petit d’abord"),
        ({"thresholds_road": "beaucoup"}, "Écrivez deux nombres, le plus petit d’abord"),
        ({"name_fr": " "}, "Écrivez son nom dans une langue au moins."),
        ({"least": "9", "most": "3"}, "La plus petite valeur doit être inférieure"),
    ],
)
def test_what_cannot_be_is_said(admin_client, changes, sentence):
    answer = admin_client.post(ADD, ODOUR | changes)
    assert (
        sentence in answer.content.decode() and not Indicator.objects.filter(key="odeur").exists()
    )


def test_what_is_known_of_an_indicator_is_shown_and_stays_when_it_is_saved(admin_client):
    lden = make_indicator("lden")
    before = (lden.names, lden.thresholds, lden.sources)
    page = admin_client.get(f"/fr/admin/geo/indicator/{lden.pk}/change/")
    form = page.context["adminform"].form
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: form.fields[name].prepare_value(value) for name, value in typed.items()}
    typed = {name: "" if value is None else value for name, value in typed.items()}
    assert admin_client.post(page.request["PATH_INFO"], typed).status_code == 302
    lden.refresh_from_db()
    assert (lden.names, lden.thresholds, lden.sources) == before


def test_an_indicator_that_something_is_measured_by_cannot_be_deleted(admin_client):
    indicator = make_dataset().indicator
    address = f"/fr/admin/geo/indicator/{indicator.pk}/delete/"
    assert admin_client.post(address, {"post": "yes"}).status_code != 302
    assert Indicator.objects.filter(pk=indicator.pk).exists()
