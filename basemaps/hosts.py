"""Which other servers a page with this basemap may ask: for the content security policy."""

from basemaps.models import TileSource


def csp_sources(source: TileSource | None) -> dict[str, list[str]]:
    """Directive → origins to add for one basemap; nothing when no third party is asked.

    MapLibre fetches tiles by script, so connect-src decides; img-src is for browsers and plugins
    that load them as pictures. Naming connect-src at all ends what default-src allowed, so 'self'
    stands there too.
    """
    if source is None or not source.host:
        return {}
    origin = f"https://{source.host}"
    return {"connect-src": ["'self'", origin], "img-src": [origin]}
