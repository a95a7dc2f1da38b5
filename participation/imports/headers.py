"""What a column of a campaign holds, by its name: in French, Italian, English and Spanish."""

from geo.tables import headers

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
    "address": "adresse, indirizzo, address, direccion, lieu, luogo, lugar, localisation, "
    "localizzazione, ubicacion, location, emplacement, rue, via, calle, place",
}
PHRASES = {field: headers.phrases(names) for field, names in NAMES.items()}
PHRASES["date"] = headers.DATES


def likeness(field: str, column: str) -> int:
    """Return how well the name of a column says that it holds this field; 0 for not at all."""
    return headers.likeness(PHRASES[field], column)
