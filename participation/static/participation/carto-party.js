/** The pages of a carto-party: the map of its cells, what is fresh, the way into JOSM. */
import "geo/live-part.js";
import "participation/cells-map.js";
import "participation/josm-link.js";
