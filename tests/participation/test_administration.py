"""What staff see and do in the administration, and what staff of others do not."""

import pytest
import shapely
from django.urls import reverse

from geo.layers.models import Layer
from participation.consultations.models import Consultation
from participation.contributions.models import Contribution
from participation.moderation.models import ModerationDecision
from tests.factories import (
    ACROSS,
    make_comment,
    make_consultation,
    make_contribution,
    make_organisation,
    make_staff,
    make_superuser,
    make_version,
)

pytestmark = pytest.mark.django_db
LISTS = [
    "organisation",
    "consultation",
    "contribution",
    "comment",
    "moderationdecision",
]


@pytest.fixture
def consultation():
    return make_consultation(organisation=make_organisation())


@pytest.fixture
def staff(client, consultation):
    user = make_staff(consultation.organisation)
    client.force_login(user)
    return user


def make_layer():
    return Layer.objects.create(slug="communes", name="Communes", licence="CC0", attribution="A")


def changelist(name):
    return reverse(f"admin:participation_{name}_changelist")


def change(thing):
    return reverse(f"admin:participation_{thing._meta.model_name}_change", args=[thing.pk])


def decide(client, action, *things, **more):
    values = {"action": action, "_selected_action": [thing.pk for thing in things]} | more
    return client.post(changelist(things[0]._meta.model_name), values)


@pytest.mark.parametrize("name", LISTS)
def test_lists_open_for_staff_and_superusers(client, staff, consultation, name):
    make_comment(make_contribution(consultation))
    assert client.get(changelist(name)).status_code == 200
    client.force_login(make_superuser())
    assert client.get(changelist(name) + "?q=quai").status_code == 200


def test_a_contribution_shows_its_place(client, staff, consultation):
    contribution = make_contribution(consultation, ACROSS)
    page = client.get(change(contribution)).content.decode()
    assert "<map-view" in page
    assert "<svg" in page


def test_hiding_asks_for_a_reason_then_hides(client, staff, consultation):
    contribution = make_contribution(consultation)
    assert "reason" in decide(client, "hide", contribution).content.decode()
    assert decide(client, "hide", contribution, reason=" ").status_code == 200
    contribution.refresh_from_db()
    assert contribution.visibility == "published"
    assert decide(client, "hide", contribution, reason="Hors sujet.").status_code == 302
    contribution.refresh_from_db()
    assert contribution.visibility == "hidden"
    decision = ModerationDecision.objects.get()
    assert (decision.reason, decision.by) == ("Hors sujet.", staff)


def test_a_comment_is_hidden_and_published_again(client, staff, consultation):
    comment = make_comment(make_contribution(consultation))
    for action, visibility, shown in [("hide", "hidden", 0), ("publish", "published", 1)]:
        decide(client, action, comment, reason="Relecture.")
        comment.refresh_from_db()
        comment.contribution.refresh_from_db()
        assert (comment.visibility, comment.contribution.comment_count) == (visibility, shown)


def test_staff_of_another_organisation_see_and_change_nothing(client, staff):
    other = make_contribution(make_consultation())
    assert other.title not in client.get(changelist("contribution")).content.decode()
    assert client.get(change(other)).status_code in (302, 403)
    assert client.get(change(other.consultation)).status_code in (302, 403)
    decide(client, "hide", other, reason="Rien à faire ici.")
    other.refresh_from_db()
    assert other.visibility == "published"


def test_a_moderator_moderates_but_does_not_change_the_consultation(client, consultation):
    client.force_login(make_staff(consultation.organisation, "moderator"))
    contribution = make_contribution(consultation)
    decide(client, "hide", contribution, reason="Hors sujet.")
    contribution.refresh_from_db()
    assert contribution.visibility == "hidden"
    assert client.post(change(consultation), {"slug": "autre"}).status_code == 403


def test_staff_without_an_organisation_see_nothing(client, consultation):
    client.force_login(make_staff())
    make_contribution(consultation)
    assert client.get(changelist("contribution")).status_code == 403
    assert client.get(changelist("consultation")).status_code == 403


def test_the_ground_of_others_is_not_changed_behind_their_back(client, staff, consultation):
    theirs = make_consultation(places_layer=make_layer())
    make_version(theirs.perimeter, shapely.box(8, 43, 8.1, 43.1), is_accepted=False)
    waiting = theirs.perimeter.versions.get(accepted_at=None)
    addresses = [
        reverse("admin:geo_perimeterversion_accept", args=[waiting.pk]),
        reverse("admin:geo_perimeter_new_version", args=[theirs.perimeter.pk]),
        reverse("admin:geo_perimeter_change", args=[theirs.perimeter.pk]),
        reverse("admin:geo_layer_change", args=[theirs.places_layer.pk]),
    ]
    assert [client.post(address).status_code for address in addresses] == [403] * 4
    theirs.perimeter.refresh_from_db()
    assert theirs.perimeter.current != waiting


def test_organisers_change_the_ground_of_their_own(client, staff, consultation):
    make_version(consultation.perimeter, shapely.box(8, 43, 8.1, 43.1), is_accepted=False)
    waiting = consultation.perimeter.versions.get(accepted_at=None)
    client.post(reverse("admin:geo_perimeterversion_accept", args=[waiting.pk]))
    consultation.perimeter.refresh_from_db()
    assert consultation.perimeter.current == waiting


def form_of(response):
    """Every value of the change form and its inlines, as a browser would post them."""
    adminform = response.context["adminform"]
    forms = [adminform.form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    return {
        form.add_prefix(name) + suffix: value
        for form in forms
        for name in form.fields
        for suffix, value in values_of(form, name)
    }


def values_of(form, name):
    value = form[name].value()
    if hasattr(form.fields[name], "fields"):
        parts = form.fields[name].widget.decompress(value)
        return [(f"_{i}", "" if part is None else str(part)) for i, part in enumerate(parts)]
    if value is None or value is False:
        return []
    return [("", value)]


def test_a_consultation_is_changed_with_its_phases_in_its_time_zone(client, staff, consultation):
    Consultation.objects.update(time_zone="America/Guadeloupe")
    values = form_of(client.get(change(consultation)))
    values |= {"phases-0-closes_at_0": "2030-06-01", "phases-0-closes_at_1": "23:00:00"}
    response = client.post(change(consultation), values | {"slug": "nouveau"})
    assert response.status_code == 302
    before = consultation.data_version
    consultation.refresh_from_db()
    assert consultation.slug == "nouveau"
    assert consultation.data_version > before
    phase = consultation.phases.get()
    assert phase.closes_at.isoformat() == "2030-06-02T03:00:00+00:00"


def test_only_the_theme_of_a_contribution_can_be_changed(client, staff, consultation):
    contribution = make_contribution(consultation)
    theme = consultation.themes.last()
    values = {"theme": theme.pk, "title": "Autre titre", "visibility": "hidden"}
    assert client.post(change(contribution), values).status_code == 302
    row = Contribution.objects.get()
    assert (row.theme, row.title, row.visibility) == (theme, contribution.title, "published")


def test_the_contributions_are_judged_again_by_an_action(client, staff, consultation):
    make_contribution(consultation)
    response = client.post(
        changelist("consultation"),
        {"action": "judge_again", "_selected_action": [consultation.pk]},
        follow=True,
    )
    assert response.status_code == 200
    assert Contribution.objects.get().found_outside_at is None


def test_a_new_consultation_starts_with_what_most_need(client):
    client.force_login(make_superuser())
    page = client.get(reverse("admin:participation_consultation_add"))
    form = page.context["adminform"].form
    assert form["languages"].initial == ["fr"]
    assert form["kinds"].initial == ["proposal", "report"]
    assert form["geometry_kinds"].initial == ["point", "line", "area"]
    assert 'data-prepopulated-fields="[{&quot;id&quot;: &quot;#id_slug&quot;' in page.text
