"""What the columns of measurements are called, in French, Italian and English, the likeliest first."""

from geo.tables.headers import likeness, phrases

INDICATORS = {
    "laeq": phrases(
        "leq mean, laeq, leq, la eq, laeq t, noise level, sound level, niveau sonore, "
        "livello sonoro, niveau equivalent, livello equivalente, db a, dba, db, spl"
    ),
    "lden": phrases("lden, l den"),
    "lday": phrases("lday, ld, l day, lj, ljour"),
    "levening": phrases("levening, le, l evening, lsoir"),
    "lnight": phrases("lnight, ln, l night, lnuit"),
    "temperature": phrases("temperature, temperatura, temp, t air, tair"),
    "utci": phrases("utci"),
    "pm25": phrases("pm2 5, pm25, pm 2 5"),
    "no2": phrases("no2, dioxyde d azote, biossido di azoto"),
    "lux": phrases("lux, illuminance, eclairement, illuminamento, lx"),
}
OF_A_PERIOD = {"lden", "lday", "levening", "lnight"}
DECIBELS = {"laeq", *OF_A_PERIOD}
AT_ONCE = tuple(
    name for key, names in INDICATORS.items() if key not in OF_A_PERIOD for name in names
)
"""What is measured while somebody stands there, and is no level of a whole day or night."""
VALUES = phrases(
    "value, valeur, valore, mesure, misura, measurement, measure, level, niveau, livello, mean, "
    "moyenne, media, result, resultat, risultato"
)
BACKGROUND = phrases("l90, la90, laf90, l 90, background, bruit de fond, rumore di fondo")
MOMENTS = phrases(
    "leq utc, time iso8601, timestamp, horodatage, datetime, date heure, date time, data ora, "
    "measured at, mesure le, started at, start time, debut, inizio, date, data, jour, giorno, "
    "day, time epoch, epoch, time, record utc, created at, utc"
)
HOURS = phrases("heure, ora, hour, time, orario, heure debut, ora inizio, h")
SECONDS = phrases(
    "seconds, secondes, secondi, duration, duree, durata, duration s, duree s, durata s, time length"
)
SESSIONS = phrases(
    "session, sessione, track, pk track, track id, track uuid, walk, balade, parcours, percorso, "
    "passeggiata, device, appareil, dispositivo, sensor, capteur, sensore, station, stazione, "
    "deveui, device id, sensor id, id capteur, id sensore, id station, station id, phone, telephone"
)
ACCURACY = phrases("accuracy, precision, accuratezza, precisione, gps accuracy, precision gps")
CLASSES = phrases(
    "category, noise class, noiseclass, legende, categorie, categoria, classe, class, legend, "
    "classe db, lden, lnight, isophone, iso, intervalle, intervallo, fascia, niveau, livello, "
    "level, db, dba, valeur, valore, value"
)
LOWS = phrases("db low, db lo, dblow, dblo, db min, dbmin, low, lower, min, inf, borne inf")
HIGHS = phrases("db high, db hi, dbhigh, dbhi, db max, dbmax, high, upper, max, sup, borne sup")


def ranked(names: tuple[str, ...], columns) -> list[str]:
    """Return the columns that are called so, the likeliest first."""
    scores = {column: likeness(names, column) for column in columns}
    return sorted((one for one in scores if scores[one]), key=lambda one: -scores[one])


def indicator_of(column: str) -> str:
    """Return which indicator the name of a column says, "" for none."""
    scores = {key: likeness(names, column) for key, names in INDICATORS.items()}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] else ""
