"""Addresses of participation: pages, which stand under a language, and `api`, which does not."""

from django.urls import path, re_path

from participation.carto_parties import atlas_views, cell_pages, collection, recap_views
from participation.carto_parties import pages as carto_parties
from participation.consultations import accents, pages
from participation.contributions import (
    api,
    list_views,
    object_views,
    place_views,
    placing_views,
    receipt_views,
    tiles,
)
from participation.contributions.take_part import take_part
from participation.crossings.file_urls import file_machine_patterns, file_patterns
from participation.crossings.urls import crossing_machine_patterns, crossing_patterns
from participation.discussion import views as discussion
from participation.map_layers import tiles as map_layer_tiles
from participation.map_layers import views as map_layers
from participation.perception import api as perception
from participation.perception import pages as perception_pages
from participation.perception import receipt_pages as ratings
from participation.perception.with_contributions import RatedWordsForm

app_name = "participation"
RATED = {"words_form": RatedWordsForm}
urlpatterns = [
    path("", list_views.home, name="home"),
    path("consultations/<slug:slug>/", list_views.consultation_page, name="consultation"),
    path("consultations/<slug:slug>/take-part/", take_part, RATED, name="take_part"),
    path(
        "consultations/<slug:slug>/take-part/place/",
        place_views.chosen_place,
        name="named_place",
    ),
    path("consultations/<slug:slug>/felt/", perception_pages.felt_page, name="felt"),
    path("consultations/<slug:slug>/walk/", perception_pages.walk_page, name="walk"),
    path("consultations/<slug:slug>/data/", list_views.data_page, name="data"),
    path(
        "consultations/<slug:slug>/layers/<slug:layer_slug>/", map_layers.layer_page, name="layer"
    ),
    path(
        "consultations/<slug:slug>/layers/<slug:layer_slug>/<slug:reference>/",
        map_layers.object_page,
        name="layer_object",
    ),
    path("contributions/<uuid:pk>/", discussion.contribution_page, name="contribution"),
    path("contributions/<uuid:pk>/comments/", discussion.comment, name="comment"),
    path("contributions/<uuid:pk>/place/", placing_views.place_page, name="give_place"),
    path("receipts/<slug:token>/", receipt_views.receipt, name="receipt"),
    path("receipts/<slug:token>/edit/", receipt_views.edit_page, RATED, name="edit"),
    path("receipts/<slug:token>/withdraw/", receipt_views.withdraw_page, name="withdraw"),
    path("ratings/<slug:token>/", ratings.receipt, name="ratings_receipt"),
    path("ratings/<slug:token>/withdraw/", ratings.withdraw_page, name="withdraw_ratings"),
    path("carto-parties/<slug:slug>/", carto_parties.party_page, name="carto_party"),
    path("carto-parties/<slug:slug>/live/", carto_parties.live_page, name="carto_party_live"),
    path("carto-parties/<slug:slug>/cells/<slug:code>/", cell_pages.cell_page, name="cell"),
    path("carto-parties/<slug:slug>/atlas/", atlas_views.atlas_page, name="party_atlas"),
    path("carto-parties/<slug:slug>/atlas.pdf", atlas_views.atlas_file, name="party_atlas_file"),
    path(
        "carto-parties/<slug:slug>/cells/<slug:code>/map.svg",
        atlas_views.cell_picture,
        name="party_cell_picture",
    ),
    path("carto-parties/<slug:slug>/recap/", recap_views.recap_page, name="party_recap"),
    path("carto-parties/<slug:slug>/recap/map.svg", recap_views.picture, name="party_picture"),
    *crossing_patterns,
    *file_patterns,
    path("help/", pages.help_page, name="help"),
    path("accessibility/", pages.accessibility_page, name="accessibility"),
    path("privacy/", pages.privacy_page, name="privacy"),
]
LAYER_TILE = "<uuid:published_id>/<uuid:version_id>/<slug:style_key>/<int:z>/<int:x>/<int:y>.mvt"
TILE = "<uuid:consultation_id>/<int:data_version>/<int:z>/<int:x>/<int:y>.mvt"
machine_patterns = [
    path(
        "api/consultations/<uuid:consultation_id>/contributions",
        api.contributions,
        name="contributions",
    ),
    path("api/consultations/<uuid:consultation_id>/verdict", api.verdict, name="verdict"),
    path("api/consultations/<uuid:consultation_id>/ratings", perception.ratings, name="ratings"),
    path(
        "api/consultations/<uuid:consultation_id>/ratings/verdict",
        perception.verdict,
        name="felt_verdict",
    ),
    path("api/ratings/<slug:token>/withdraw", perception.rating, name="rating"),
    path("api/consultations/<uuid:consultation_id>/places", place_views.places, name="places"),
    path("api/contributions/<uuid:pk>/object", object_views.shown_object, name="object"),
    path(f"tiles/consultations/{TILE}", tiles.tile, name="tile"),
    path(f"tiles/map-layers/{LAYER_TILE}", map_layer_tiles.tile, name="layer_tile"),
    path("data/carto-parties/<slug:slug>/cells.geojson", collection.cells_geojson, name="cells"),
    path(
        "data/carto-parties/<slug:slug>/remaining.geojsonl",
        recap_views.tasks,
        name="party_tasks",
    ),
    path(
        "data/carto-parties/<slug:slug>/recap/<slug:chosen>.geojson",
        recap_views.changes,
        name="party_changes",
    ),
    path(
        "data/carto-parties/<slug:slug>/cells/<slug:code>.gpx",
        carto_parties.cell_gpx,
        name="cell_gpx",
    ),
    *crossing_machine_patterns,
    *file_machine_patterns,
    re_path(r"^data/accents/(?P<accent>[0-9a-f]{6})\.css$", accents.accent_sheet, name="accent"),
]
machine_urls = (machine_patterns, "api")
