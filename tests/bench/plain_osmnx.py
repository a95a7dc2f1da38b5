"""What plain osmnx takes for an extract (XML only): eight keys into a table.

python3 -m tests.bench.plain_osmnx FILE : prints JSON; `tests.bench.osm` asks it.
"""

import json
import resource
import sys
from time import perf_counter

import osmnx

KEYS = ("amenity", "highway", "building", "natural", "leisure", "shop", "landuse", "barrier")

if __name__ == "__main__":
    start = perf_counter()
    found = osmnx.features_from_xml(sys.argv[1], tags=dict.fromkeys(KEYS, True))
    told = {"count": len(found), "seconds": perf_counter() - start}
    told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))  # noqa: T201
