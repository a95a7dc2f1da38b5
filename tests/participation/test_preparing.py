"""An agent prepares a consultation: what is missing is said, and the way goes on from each page."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from participation.consultations.models import Consultation, Theme
from tests.factories import make_consultation, make_organisation, make_perimeter, make_staff

pytestmark = pytest.mark.django_db
ADD = "/en/admin/participation/consultation/add/"


@pytest.fixture
def town():
    return make_organisation()


@pytest.fixture
def agent(client, town):
    client.force_login(make_staff(town))
    return client


def empty_inline(name):
    return {f"{name}-{key}_FORMS": 0 for key in ("TOTAL", "INITIAL")}


def filled(town, **changes):
    """What is typed for a consultation without phases and themes."""
    texts = {"title_fr": "Sospel demain", "slug": "sospel-demain", "time_zone": "Europe/Paris"}
    numbers = {"least_share_kept": 0, "anonymity_threshold": 5, "reference_prefix": "C"}
    choices = {
        "organisation": town.pk,
        "perimeter": make_perimeter().pk,
        "languages": ["fr"],
        "kinds": ["proposal"],
        "geometry_kinds": ["point"],
        "straddling": "clip",
        "publishing": "at_once",
        "who_may_contribute": "everyone",
        "licence": "Licence Ouverte 2.0",
    }
    return texts | numbers | choices | empty_inline("phases") | empty_inline("themes") | changes


def theme(number, **changes):
    values = {"title_fr": "Cadre de vie", "letter": "V", "shape": "circle", "colour": "#123456"}
    values |= {"order": 0} | changes
    return {f"themes-{number}-{key}": value for key, value in values.items()}


def test_the_only_organisation_of_an_agent_is_chosen_already(agent, town):
    form = agent.get(ADD).context["adminform"].form
    assert form.get_initial_for_field(form.fields["organisation"], "organisation") == town.pk


def test_what_a_new_consultation_still_needs_is_said_on_its_page(agent, town):
    page = agent.post(ADD, filled(town), follow=True)
    consultation = Consultation.objects.get()
    assert page.redirect_chain[-1][0].endswith(f"{consultation.pk}/change/")
    for words in ("No phase opens contributing", "There is no theme", "There is no basemap"):
        assert words in page.text
    assert reverse("participation:consultation", args=[consultation.slug]) in page.text


def test_what_is_there_is_not_asked_for_again(agent, town):
    consultation = make_consultation(organisation=town)
    address = reverse("admin:participation_consultation_change", args=[consultation.pk])
    page = agent.get(address).text
    assert "No phase opens contributing" not in page and "There is no theme" not in page


def test_a_published_consultation_without_phases_is_not_over(client):
    consultation = make_consultation()
    consultation.phases.all().delete()
    assert "Consultations that are over" not in client.get("/en/").text


def test_a_title_that_is_short_enough_is_the_short_title(agent, town):
    count = {"themes-TOTAL_FORMS": 1}
    agent.post(ADD, filled(town, **count, **theme(0)))
    assert Theme.objects.get().short_title_fr == "Cadre de vie"


def test_errors_far_down_are_said_on_top_with_the_way_to_their_fields(agent, town):
    long = "Un titre que personne ne lira jusqu’au bout dans un filtre"
    values = filled(town, **{"themes-TOTAL_FORMS": 1}, **theme(0, title_fr=long, letter="v"))
    page = agent.post(ADD, values)
    assert page.status_code == 200
    top = page.text.split('class="errors-found"')[1].split("</ul>")[0]
    assert 'href="#id_themes-0-letter"' in top and 'href="#id_themes-0-short_title_fr"' in top


def test_from_a_perimeter_in_force_the_way_leads_to_a_consultation_on_it(agent):
    perimeter = make_perimeter()
    perimeter.refresh_from_db()
    page = reverse("admin:geo_perimeterversion_change", args=[perimeter.current_id])
    assert f'consultation/add/?perimeter={perimeter.pk}"' in agent.get(page).text


def test_from_the_list_of_one_consultation_what_is_added_is_of_it(agent, town):
    consultation = make_consultation(organisation=town)
    for model in ("feltquestion", "crossing", "cartoparty", "publishedlayer"):
        address = reverse(f"admin:participation_{model}_add")
        filters = {"_changelist_filters": f"consultation__id__exact={consultation.pk}"}
        form = agent.get(address, filters).context["adminform"].form
        assert str(form["consultation"].value()) == str(consultation.pk)


def test_a_service_of_several_bears_the_name_of_none(client, town):
    make_consultation(organisation=town)
    assert town.name in client.get("/en/").text.split("</header>")[0]
    other = make_consultation()
    header, _end, page = client.get("/en/").text.partition("</header>")
    assert town.name not in header and other.organisation.name not in header
    assert town.name in page and other.organisation.name in page


def test_the_day_of_a_phase_is_asked_for_with_an_example(agent, town):
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    phase = {
        "phases-TOTAL_FORMS": 1,
        "phases-0-title_fr": "Idées",
        "phases-0-opens_at_0": "demain",
        "phases-0-opens_at_1": "8h",
        "phases-0-closes_at_0": f"{tomorrow:%Y-%m-%d}",
        "phases-0-closes_at_1": "08:00",
    }
    page = agent.post(ADD.replace("/en/", "/fr/"), filled(town, **phase)).text
    assert "08:30" in page and "21/11/2026" in page
