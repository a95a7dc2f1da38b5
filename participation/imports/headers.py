"""What a column holds, by its name: in French, Italian, English and Spanish."""

import re
import unicodedata

NAMES = {
    "source_id": "id, identifiant, identifier, identificativo, identificador, code, codice, codigo, "
    "reference, riferimento, referencia, ref, numero, number, num, no, n, uuid, cle, key, fid, objectid",
    "title": "titre, titolo, title, titulo, intitule, objet, oggetto, subject, sujet, idee, idea, "
    "proposition, proposta, propuesta, proposal, libelle",
    "text": "texte, testo, text, texto, description, descrizione, descripcion, contenu, contenuto, "
    "contenido, content, message, messaggio, mensaje, body, corps, commentaire, commento, comment, "
    "comentario, detail, details, dettagli, detalle, opening comment, remarque, osservazione",
    "theme": "theme, tema, thematique, tematica, categorie, categoria, category, categories, "
    "categorias, themes, temi, rubrique, argomento, topic, tags, tag, etiquettes",
    "kind": "type, tipo, kind, tipologia, nature, natura, naturaleza",
    "language": "langue, lingua, language, idioma, lang, locale",
    "date": "date, data, fecha, created at, createdat, creation date, created, opened at, opened, "
    "published at, publie le, cree le, submitted at, horodatage, timestamp, datetime, jour, giorno",
    "address": "adresse, indirizzo, address, direccion, lieu, luogo, lugar, localisation, "
    "localizzazione, ubicacion, location, emplacement, rue, via, calle, place",
    "lat": "latitude, lat, latitudine, latitud, geo latitude, lat wgs84, y, coord y, northing, nord",
    "lon": "longitude, lon, lng, long, longitudine, longitud, geo longitude, lon wgs84, x, coord x, "
    "easting, est",
    "pair": "coordonnees, coordinate, coordinates, coordenadas, coords, latlon, lat lon, latlng, "
    "lat lng, lonlat, lon lat, geo point, geo point 2d, geopoint, gps, position, posizione, "
    "posicion, geolocalisation, geolocalizzazione, localisation, point",
    "wkt": "wkt, geom, geometry, geometrie, geometria, the geom, shape",
    "geojson": "geojson, geo shape, geometry, geom, geometrie, geometria, shape",
}
PHRASES = {field: names.split(", ") for field, names in NAMES.items()}
WORD = re.compile(r"[^a-z0-9]+")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
EXACT, PARTLY = 1000, 500


def folded(text: str) -> str:
    """Return words in small letters without accents, parted by single blanks."""
    plain = unicodedata.normalize("NFKD", CAMEL.sub(" ", text))
    return " ".join(WORD.sub(" ", plain.encode("ascii", "ignore").decode().lower()).split())


def likeness(field: str, column: str) -> int:
    """Return how well the name of a column says that it holds this field; 0 for not at all."""
    name = folded(column)
    best = 0
    for rank, phrase in enumerate(PHRASES[field]):
        if name == phrase:
            return EXACT - rank
        if len(phrase) > 1 and f" {name} ".startswith(f" {phrase} "):
            best = max(best, PARTLY - rank)
        elif len(phrase) > 1 and f" {name} ".endswith(f" {phrase} "):
            best = max(best, PARTLY // 2 - rank)
    return best
