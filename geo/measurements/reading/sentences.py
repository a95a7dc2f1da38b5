"""What became of a row, what is in doubt about a file, why it is not read: one sentence each."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geo.drawings.reasons import InvalidDrawing
from geo.files.refusals import UnreadableFile
from geo.files.sentences import explain_file
from geo.measurements.reading.choices import Refused
from geo.perimeters.sentences import explain
from geo.tables.sentences import explain_table

REASONS = {
    "no_value": _("The column “%(column)s” is empty in this row."),
    "unreadable_number": _("In the column “%(column)s”, “%(value)s” is not a number."),
    "unreadable_time": _(
        "In the column “%(column)s”, “%(value)s” is no day and time in the order chosen."
    ),
    "no_place": _("This row has no place."),
    "zero_place": _("The coordinates are 0 and 0, which stands for no place."),
    "not_a_point": _("This is not a single point."),
    "unreadable_place": _("The place of this row cannot be read in the notation chosen."),
    "not_in_degrees": _(
        "The coordinates are no longitude and latitude: check the coordinate system."
    ),
    "not_in_metres": _(
        "The coordinates do not lie in the coordinate system chosen: check which one it is."
    ),
    "unknown_crs": _("The coordinate system that this row names is not read here."),
    "unknown_station": _("No place is known for the sensor “%(value)s”."),
    "wrong_width": _(
        "This row has %(found)s cells, the table has %(expected)s columns: a text with a separator "
        "in it may lack its quotation marks."
    ),
    "broken_quotes": _(
        "From line %(line)s to line %(last_line)s of the file, quotation marks do not match."
    ),
    "unreadable_letters": _(
        "Some letters cannot be read: the file is not all in the same encoding."
    ),
    "not_readings": _("The file “%(file)s” was left out: it has no column “%(column)s”."),
    "no_class": _("The column “%(column)s” is empty here: nothing says the level of this area."),
    "unreadable_class": _("“%(value)s” is not a class of levels that is read here."),
    "open_below": _(
        "The class “%(value)s” has an upper limit only: how quiet it is there, it does not say."
    ),
    "impossible_value": _("Such a level is impossible for this indicator."),
    "unreadable_area": _("The outline of this area cannot be read."),
    "not_an_area": _("This is not an area."),
    "beyond_repair": _("The outline crosses itself so often that it could not be put right."),
    "nothing_left": _("Nothing of this area has a surface."),
}
"""Why a row is no measurement, by the code of a Rejected; its values fill the sentence."""
FLAGS = {
    "impossible_value": _("The value lies outside what this indicator can be."),
    "impossible_background": _(
        "The background level (L90) lies outside what this indicator can be."
    ),
    "background_above_value": _(
        "The background level (L90) is above the mean level, which cannot be."
    ),
    "no_duration": _("It was measured for no time at all."),
    "in_the_future": _("It would have been measured in the future."),
    "uncertain_place": _("The place is too uncertain."),
}
"""Why a row is kept but not counted."""
REPAIRS = {"crossed_itself": _("The outline crossed itself, and was put right.")}
DOUBTS = {
    "place_unclear": _(
        "No column was found that says where: choose it, or send these files again together with "
        "the table that says where the sensors stand."
    ),
    "system_guessed": _(
        "The file does not say in which coordinate system it is: it was found by where the places "
        "would lie. The preview says where that is."
    ),
    "system_unknown": _("The coordinate system was not found: give its EPSG code."),
    "date_order": _("Day and month could be either way round: check the dates."),
    "mark": _("Commas could be decimal or part thousands: check the values."),
    "zone_assumed": _("The times name no time zone: check which one it is."),
    "value_unclear": _("No column was found that holds the values: choose it."),
    "low_values": _(
        "Most values lie below 20: these are hardly decibels. What people felt is taken over as a "
        "survey, on the page of a consultation."
    ),
}
"""What a person should look at before a proposal is taken."""
REFUSALS = {
    "no_value_column": _("Choose the column that holds the values."),
    "no_place_columns": _("Choose the columns that say where each row was measured."),
    "unknown_column": _("The file has no column “%(column)s”: choose the columns again."),
    "unknown_zone": _("There is no time zone “%(zone)s”. Write it like Europe/Paris."),
    "no_track": _(
        "This is not an archive of NoiseCapture: meta.properties or track.geojson is missing."
    ),
    "description_alone": _(
        "This is only the description of a walk by NoiseCapture: send the archive as the phone made "
        "it, or the track alone."
    ),
    "no_stations": _(
        "No file of the archive says where the sensors stand. Add a table of the sensors with "
        "their coordinates, under the same names as in the readings."
    ),
    "no_readings": _("No table of the archive has a column of values."),
    "no_areas": _("The file holds no areas: a noise map is a file of areas, not a table."),
    "no_level_column": _("Choose the column that names the class of each area, or give the limit."),
    "too_many_classes": _(
        "The column “%(column)s” holds too many different texts to be classes: choose another."
    ),
}
UNREADABLE = _("This row cannot be read.")


def explain_refusal(refused: Refused) -> str:
    """Return why a file is not read, and what to do, in the active language."""
    reason = _reason(refused)
    if not refused.file:
        return reason
    # Translators: « capteurs.csv : choisissez la colonne qui contient les valeurs. »
    return gettext("“%(file)s”: %(reason)s") % {"file": refused.file, "reason": reason}


def _reason(refused: Refused) -> str:
    cause = refused.cause
    if isinstance(cause, InvalidDrawing):
        return explain(cause.reason)
    if isinstance(cause, UnreadableFile):
        return explain_file(cause)
    if cause is not None:
        return explain_table(cause)
    return str(REFUSALS[refused.code]) % refused.facts
