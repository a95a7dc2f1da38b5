"""The local map from the sea up to the railway: fills and lines, in the order they are painted."""

from collections.abc import Mapping

SOURCE = "local"
CLOSE = 14.4  # from here buildings and streets, before it blocks and the gaps between them
DETAIL = 12.2  # from here parks, paths, blocks
NEAR = 16.2

# widths in px at a zoom: of the line, and of its case
ROAD = {11: 1, 12.3: 1.7, 14: 2.4, 15: 4.6, 17: 13}
ROAD_CASE = {11: 1, 12.3: 3, 14: 3.8, 15: 6, 17: 14.6}
COAST_ROAD = {11: 1.6, 12.3: 2.4, 14: 3.2, 15: 5.8, 17: 16}
COAST_CASE = {11: 2.6, 12.3: 3.8, 14: 4.8, 15: 7.4, 17: 17.8}
STREET = {14.4: 1.7, 15: 2.6, 17: 10}
STREET_CASE = {14.4: 2.4, 15: 3.4, 17: 11.4}


def drawing(colours: Mapping[str, str], *, has_land: bool) -> list[dict]:
    """The layers below the names."""
    return [*_ground(colours, has_land), *_water(colours), *_built(colours), *_ways(colours)]


def grows(stops: Mapping[float, float]) -> list:
    """A width that grows with the zoom as the ground does."""
    return [
        "interpolate",
        ["exponential", 1.5],
        ["zoom"],
        *(v for stop in stops.items() for v in stop),
    ]


def _fill(kind: str, colour: str, **more) -> dict:
    layer = {"id": kind, "type": "fill", "source": SOURCE, "source-layer": kind}
    return {**layer, "paint": {"fill-color": colour, **more.pop("paint", {})}, **more}


def _line(name: str, kind: str, colour: str, width, **more) -> dict:
    return {
        "id": name,
        "type": "line",
        "source": SOURCE,
        "source-layer": kind,
        "layout": more.pop("layout", {"line-cap": "round", "line-join": "round"}),
        "paint": {"line-color": colour, "line-width": width, **more.pop("paint", {})},
        **more,
    }


def _dashed(name: str, kind: str, colour: str, width, dashes: list, **more) -> dict:
    paint = {"line-dasharray": dashes, **more.pop("paint", {})}
    return _line(name, kind, colour, width, paint=paint, layout={"line-join": "round"}, **more)


def _ground(c: Mapping[str, str], has_land: bool) -> list[dict]:
    depth = ["step", ["coalesce", ["get", "depth"], 0], c["bath2"], 10, c["bath1"], 20, c["bath0"]]
    deepest_first = {"fill-sort-key": ["-", 0, ["coalesce", ["get", "depth"], 0]]}
    paper = c["sea"] if has_land else c["land"]
    return [
        {"id": "paper", "type": "background", "paint": {"background-color": paper}},
        _fill("depth", depth, layout=deepest_first, paint={"fill-antialias": False}),
        _fill("jetty", c["urban"], paint={"fill-outline-color": c["coastline"]}, minzoom=DETAIL),
        _fill("land", c["land"]),
        _fill("field", c["field"]),
        _fill("wood", c["wood"]),
        _line("contour", "contour", c["contour"], 0.8, minzoom=DETAIL, filter=_contours_by_zoom()),
    ]


def _contours_by_zoom() -> list:
    every_second = ["==", ["%", ["get", "ele"], 80], 0]
    return ["any", [">=", ["zoom"], CLOSE], every_second]


def _water(c: Mapping[str, str]) -> list[dict]:
    shore = {11: 0.7, 13: 0.9, 16: 0.9, 17: 1.1}
    return [
        _line("stream", "stream", c["stream"], grows({13: 1.1, 16: 1.1, 17: 2}), minzoom=DETAIL),
        _fill("water", c["lake"]),
        _line("water-edge", "water", c["coastline"], 0.8),
        _fill("beach", c["beach"], minzoom=DETAIL),
        _line("coastline", "land", c["coastline"], grows(shore)),
        _dashed("ferry", "ferry", c["ferry"], 1.1, [6, 4]),
    ]


def _built(c: Mapping[str, str]) -> list[dict]:
    edge = {"fill-outline-color": c["bld-edge"]}
    return [
        _fill("urban", c["urban"]),
        _fill("block", c["block"], minzoom=DETAIL, maxzoom=CLOSE),
        _fill("park", c["park"], minzoom=DETAIL),
        _fill("market", c["market"], minzoom=DETAIL),
        _fill("building", c["bld"], paint=edge, minzoom=CLOSE),
    ]


def _ways(c: Mapping[str, str]) -> list[dict]:
    path = grows({DETAIL: 1, 16: 1, 17: 1.4})
    return [
        _dashed(
            "limit",
            "limit",
            c["comm"],
            grows({11: 0.8, 12: 1}),
            [7, 3, 1.5, 3],
            paint={"line-opacity": 0.8},
        ),
        _dashed("path", "path", c["path"], path, [3, 2.6], minzoom=DETAIL),
        _dashed("footway", "footway", c["path"], path, [3, 2.6], minzoom=CLOSE),
        _line("street-case", "street", c["road-case"], grows(STREET_CASE), minzoom=CLOSE),
        _line("road-case", "road", c["road-case"], grows(ROAD_CASE), minzoom=11),
        _line("main-road-case", "main_road", c["coast-case"], grows(COAST_CASE)),
        _line("street", "street", c["road"], grows(STREET), minzoom=CLOSE),
        _line("road", "road", c["road"], grows(ROAD), minzoom=11),
        _line("main-road", "main_road", c["coast-road"], grows(COAST_ROAD)),
        *_railway(c),
    ]


def _railway(c: Mapping[str, str]) -> list[dict]:
    track = grows({11: 1, 12.3: 1.3, 16: 1.3, 17: 2.2})
    return [
        _line("railway", "railway", c["rail"], track, layout={"line-join": "round"}),
        # a tick 1 px long every 10 px, written in widths of the line
        _dashed("railway-ticks", "railway", c["rail"], 5, [0.2, 1.8], minzoom=11, maxzoom=NEAR),
        _dashed("railway-ticks-near", "railway", c["rail"], 9, [0.17, 1.44], minzoom=NEAR),
    ]
