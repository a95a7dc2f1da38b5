"""How addresses are asked for: what each gives, for what everybody sees and for what is hidden."""

from django.urls import reverse


def gets(name, *arguments, queries=("",)):
    return [("GET", reverse(name, args=arguments) + query, None) for query in queries]


def plain(name):
    return lambda world: gets(name)


def of_slugs(name, queries=("",)):
    return lambda world: [
        request
        for consultation in (world.consultation, world.draft)
        for request in gets(name, consultation.slug, queries=queries)
    ]


def of_crossings(name, queries=("",)):
    return lambda world: [
        request
        for crossing in world.crossings
        for request in gets(name, crossing.consultation.slug, crossing.slug, queries=queries)
    ]


def figures(world):
    return [
        request
        for crossing in world.crossings
        for request in gets(
            "participation:crossing_report_figure",
            crossing.consultation.slug,
            crossing.slug,
            "map",
        )
    ]


def releases(world):
    return [
        request
        for crossing in world.crossings
        for release in crossing.releases.all()
        for request in gets("api:crossing_map", release.pk)
    ]


def cells_of_crossings(kind):
    return lambda world: [
        request
        for crossing in world.crossings
        for request in gets(f"api:crossing_cells_{kind}", crossing.pk)
    ]


CELLS = {
    f"api:crossing_cells_{kind}": cells_of_crossings(kind) for kind in ("geojson", "gpkg", "csv")
}
REPORTS = {
    "participation:crossing_map_file": of_crossings("participation:crossing_map_file"),
    "participation:crossing_report": of_crossings("participation:crossing_report"),
    "participation:crossing_report_file": of_crossings("participation:crossing_report_file"),
    "participation:crossing_report_figure": figures,
}
