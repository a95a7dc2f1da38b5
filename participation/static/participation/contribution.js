/** The page of a contribution: its still map. */
import "geo/map-view.js";
