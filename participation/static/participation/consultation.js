/** The page of a consultation: filters in place, the sheet of the phone, the map. */
import { filterInPlace } from "participation/filters.js";
import { liftSheets, switchViews } from "participation/sheet.js";
import "geo/map-view.js";

filterInPlace();
liftSheets();
switchViews();
