/** The page of a consultation: filters in place, the sheet of the phone, the map. */
import { filterInPlace } from "participation/filters.js";
import { goToPlaces } from "participation/near.js";
import { liftSheets, switchViews } from "participation/sheet.js";

filterInPlace();
goToPlaces();
liftSheets();
switchViews();
import("geo/map-view.js"); // after the page: what it imports arrives long before MapLibre
