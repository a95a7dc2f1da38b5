"""What plain osmium takes for an extract: every tagged point, line and area as WKB, with its tags.

python3 -m tests.bench.plain_osmium FILE : prints JSON; `tests.bench.osm` asks it.
"""

import json
import resource
import sys
from time import perf_counter

import osmium

FACTORY = osmium.geom.WKBFactory()


def read(path):
    found = 0
    for item in osmium.FileProcessor(path).with_locations().with_areas():
        if not item.tags or item.is_relation():
            continue
        try:
            if item.is_node():
                FACTORY.create_point(item)
            elif item.is_way():
                FACTORY.create_linestring(item)
            else:
                FACTORY.create_multipolygon(item)
        except (RuntimeError, osmium.InvalidLocationError):
            continue
        found += bool({tag.k: tag.v for tag in item.tags})
    return found


if __name__ == "__main__":
    start = perf_counter()
    told = {"count": read(sys.argv[1]), "seconds": perf_counter() - start}
    told["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(told))  # noqa: T201
