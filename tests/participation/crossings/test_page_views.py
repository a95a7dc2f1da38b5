"""The page “Measured and felt”: three views that say the same, and what nobody may see."""

import json
import re

import pytest
from django.urls import reverse

from participation.contributions.models import Contribution
from tests.factories import make_consultation, make_contribution, make_staff
from tests.participation.crossings.page_world import (
    make_crossing,
    make_dataset,
    make_pins_crossing,
    make_release,
)

pytestmark = pytest.mark.django_db
# More than expected, uncertain, too few, nobody, as expected.
ANSWERS = [(30, 18, 65.0), (6, 3, 60.0), (3, 3, 58.0), (0, 0, 55.0), (40, 6, 57.0)]


@pytest.fixture
def crossing():
    crossing = make_crossing()
    make_release(crossing, ANSWERS, totals={"mean_ratio": 1.3, "answers": 80})
    return crossing


def page_of(crossing, name="crossing", language="fr"):
    address = reverse(f"participation:{name}", args=[crossing.consultation.slug, crossing.slug])
    return f"/{language}{address[3:]}"


def text_of(response):
    found = re.sub(r"<svg.*?</svg>|<script.*?</script>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_the_page_opens_with_the_cell_that_differs_most(client, crossing):
    text = text_of(client.get(page_of(crossing)))
    assert "30 personnes ont répondu" in text
    assert "18 sur 30" in text and "plus que prévu" in text


def test_each_view_has_its_address_and_tells_the_same_cell(client, crossing):
    for query in ("", "?view=table", "?view=words"):
        text = text_of(client.get(page_of(crossing) + query))
        assert "Lieu 1" in text and "plus que" in text


def test_a_cell_has_its_own_address(client, crossing):
    cell = crossing.shown.cells.get(place_name="Lieu 4")
    response = client.get(page_of(crossing) + f"?cell={cell.i}.{cell.j}")
    assert "Personne n’a répondu ici." in text_of(response)
    assert f'data-cell="{cell.i}.{cell.j}"' in response.content.decode()


def test_a_cell_that_is_not_there_is_said_so(client, crossing):
    assert "Cette cellule n’est pas dans" in text_of(client.get(page_of(crossing) + "?cell=1.1"))


def test_the_table_holds_every_cell_and_the_map_its_list_of_those_that_tell(client, crossing):
    assert len(client.get(page_of(crossing) + "?view=table").context["lines"]) == 5
    assert len(client.get(page_of(crossing)).context["lines"]) == 3


def test_filters_of_the_legend_filter_the_table(client, crossing):
    lines = client.get(page_of(crossing) + "?view=table&class=C2").context["lines"]
    assert [line.code for line in lines] == ["C2"]
    lines = client.get(page_of(crossing) + "?status=too_few").context["lines"]
    assert [line.status for line in lines] == ["too_few"]


def test_the_legend_is_made_of_buttons_that_work_without_a_script(client, crossing):
    html = client.get(page_of(crossing) + "?class=B2").content.decode()
    assert re.search(
        r'<button type="submit" name="class" value="B2,C2"[^>]*aria-pressed="false"', html
    )
    assert re.search(r'<button type="submit" name="class" value=""[^>]*aria-pressed="true"', html)


def test_what_is_masked_leaves_no_number_in_any_view(client, crossing):
    """Three answered in one cell, and three said the same: no page may hold it."""
    crossing.shown.cells.filter(status="too_few").update(n=3, k=3, share=1, low=0.44, high=1)
    for query in ("", "?view=table", "?view=words", "?show=felt", "?show=confidence"):
        html = client.get(page_of(crossing) + query).content.decode()
        assert "3 sur 3" not in html and "44 à 100" not in html
    answer = client.get(reverse("api:crossing_map", args=[crossing.shown.pk]))
    masked = next(
        one["properties"]
        for one in json.loads(answer.content)["features"]
        if one["properties"]["status"] == "too_few"
    )
    assert masked["felt"] == masked["felt_label"] == masked["confidence_label"] == ""
    assert masked["measured_label"] == "58"


def test_the_map_reads_one_file_that_caches_may_keep(client, crossing):
    address = reverse("api:crossing_map", args=[crossing.shown.pk])
    answer = client.get(address)
    assert len(json.loads(answer.content)["features"]) == 5
    assert answer["Cache-Control"] == "public, no-cache"
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_page_speaks_italian_and_english(client, crossing):
    assert "Hanno risposto 30 persone" in text_of(client.get(page_of(crossing, language="it")))
    assert "30 people answered" in text_of(client.get(page_of(crossing, language="en")))


def test_a_draft_and_what_was_never_released_are_for_staff_only(client, crossing):
    draft = make_crossing(crossing.consultation, is_published=False)
    make_release(draft, ANSWERS)
    unreleased = make_crossing(crossing.consultation)
    for hidden in (draft, unreleased):
        for name in ("crossing", "crossing_method", "crossing_counts"):
            assert client.get(page_of(hidden, name)).status_code == 404
    assert client.get(reverse("api:crossing_map", args=[draft.shown.pk])).status_code == 404
    client.force_login(make_staff(crossing.consultation.organisation))
    assert "pas encore publiée" in text_of(client.get(page_of(draft)))
    assert "Rien n’est encore publié" in text_of(client.get(page_of(unreleased)))
    kept = client.get(reverse("api:crossing_map", args=[draft.shown.pk]))
    assert kept["Cache-Control"] == "private, no-cache"


def test_a_live_release_is_for_staff_only(client, crossing):
    live = make_release(crossing, ANSWERS, kind="live")
    assert client.get(reverse("api:crossing_map", args=[live.pk])).status_code == 404
    assert live != crossing.shown


def test_the_consultation_and_its_data_lead_to_the_page(client, crossing):
    slug = crossing.consultation.slug
    for name in ("consultation", "data"):
        html = client.get(reverse(f"participation:{name}", args=[slug])).content.decode()
        assert page_of(crossing) in html
    crossing.is_published = False
    crossing.save()
    for name in ("consultation", "data"):
        html = client.get(reverse(f"participation:{name}", args=[slug])).content.decode()
        assert page_of(crossing) not in html


def test_the_method_names_its_formula_its_limits_and_what_was_not_checked(client, crossing):
    text = text_of(client.get(page_of(crossing, "crossing_method"))).replace("\xa0", " ")
    assert "78,927 − 3,1162 L + 0,0342 L²" in text
    assert "rectificatif de juin 2020" in text and "vallées alpines" in text
    assert "ISO" in text and "EPSG:2154" in text
    assert "Sous 45,6 dB, où la courbe remonterait" in text
    crossing.curve = "rail"
    crossing.save()
    rail = text_of(client.get(page_of(crossing, "crossing_method"))).replace("\xa0", " ")
    assert "Sous 40 dB et au-delà de 85 dB" in rail and "remonterait" not in rail


def test_of_a_noise_map_the_method_says_how_zones_make_a_level(client):
    crossing = make_crossing(dataset=make_dataset(licence="etalab-2.0"))
    parameters = {"srid": 2154, "thresholds": [53, 68], "dataset": {"form": "areas"}}
    make_release(crossing, [*ANSWERS, (30, 4, None)], parameters=parameters)
    text = text_of(client.get(page_of(crossing, "crossing_method")))
    assert "ils sont calculés, non mesurés" in text and "longue marche" not in text
    assert "Carte de bruit : Ville de Port-Valdora, Licence Ouverte 2.0." in text
    assert "sans couleur : 1 cellule" in text_of(client.get(page_of(crossing)))
    assert "sans couleur" not in text_of(client.get(page_of(crossing) + "?show=felt"))
    words = text_of(client.get(page_of(crossing) + "?view=words"))
    assert "Là où il n’y a rien à quoi comparer" in words
    assert "La carte de bruit n’en dit pas assez ici" in words


def test_only_pins_are_called_a_share_of_the_remarks(client):
    crossing = make_pins_crossing()
    make_release(crossing, [(30, 18, None)])
    html = client.get(page_of(crossing))
    assert "au sujet de" in text_of(html) and "gênée" not in text_of(html)
    assert "?show=measured" not in html.content.decode()
    method = text_of(client.get(page_of(crossing, "crossing_method")))
    assert "C’est une part des remarques" in method


def test_an_indicator_without_a_curve_is_compared_with_the_mean(client):
    crossing = make_crossing(curve="", dataset=make_dataset("temperature"))
    make_release(crossing, [(30, 18, 31.0)])
    text = text_of(client.get(page_of(crossing)))
    assert "donnent une note élevée" in text and "31 °C" in text.replace("\xa0", " ").replace(
        "31,0", "31"
    )


def test_where_no_cell_is_published_all_that_were_answered_in_are_seen_and_why_they_are_white(
    client,
):
    crossing = make_crossing()
    make_release(crossing, [(3, 1, 65.0), (0, 0, 60.0), (2, 2, 58.0)], totals={"answers": 5})
    page = client.get(page_of(crossing))
    assert "Aucune cellule n’a assez de réponses pour porter une couleur ici" in text_of(page)
    assert "par cellule est de 2,5" in text_of(page) and "environ 35" in text_of(page)
    west, _south, east, _north = page.context["map"]["bounds"]
    shapes = [one.geometry.extent for one in crossing.shown.cells.exclude(status="no_answer")]
    assert west <= min(one[0] for one in shapes) and max(one[2] for one in shapes) <= east
    assert "Toutes les cellules (3) sont dans le tableau." in text_of(page)
    measured = text_of(client.get(page_of(crossing), {"show": "measured"}))
    assert "porter une couleur" not in measured


def test_the_heatmap_of_counts_is_for_staff_and_says_what_it_does_not_show(client, crossing):
    for at in range(12):
        make_contribution(crossing.consultation, f"POINT({8.35 + at / 5000} 43.45)")
    pins = make_pins_crossing(crossing.consultation)
    make_release(pins, ANSWERS)
    assert client.get(page_of(pins, "crossing_counts")).status_code == 404
    client.force_login(make_staff(crossing.consultation.organisation))
    answer = client.get(page_of(pins, "crossing_counts"))
    assert "ne montre pas où il y a un problème" in text_of(answer)
    assert answer.context["counts"].count == 12 == Contribution.objects.count()
    assert f"{answer.context['counts'].bandwidth_m} m" in text_of(answer).replace("\xa0", " ")


def test_a_heatmap_of_too_few_is_not_drawn(client, crossing):
    client.force_login(make_staff(crossing.consultation.organisation))
    assert "Moins de 10 lieux" in text_of(client.get(page_of(crossing, "crossing_counts")))


def test_reading_takes_few_queries_however_many_cells_there_are(
    client, django_assert_max_num_queries
):
    crossing = make_crossing(make_consultation())
    make_release(crossing, ANSWERS * 8)
    client.get(page_of(crossing))
    with django_assert_max_num_queries(14):
        client.get(page_of(crossing) + "?view=table")
