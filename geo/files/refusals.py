"""Why a file is not read: one code, and the facts that its sentence needs."""

from enum import StrEnum


class FileCode(StrEnum):
    """What is wrong with a file, or what has to be asked."""

    # a question: read it again with the answer
    WHICH_LAYER = "which_layer"
    WHICH_ENCODING = "which_encoding"
    WHICH_SYSTEM = "which_system"
    # another kind of file
    NOT_READ_HERE = "not_read_here"
    TABLE = "table"
    OSM_EXTRACT = "osm_extract"
    NO_EXTRACT = "no_extract"
    LOOSE_PART = "loose_part"
    # not whole, or not sound
    EMPTY = "empty"
    NO_LAYER = "no_layer"
    TOO_LARGE = "too_large"
    XML_TOO_LARGE = "xml_too_large"
    DAMAGED = "damaged"
    MISSING_PARTS = "missing_parts"
    UNKNOWN_SYSTEM = "unknown_system"
    UNKNOWN_ENCODING = "unknown_encoding"
    WRONG_ENCODING = "wrong_encoding"
    XML_ENTITIES = "xml_entities"
    # archives
    ARCHIVE_DAMAGED = "archive_damaged"
    ARCHIVE_TOO_MANY = "archive_too_many"
    ARCHIVE_TOO_LARGE = "archive_too_large"
    ARCHIVE_ENCRYPTED = "archive_encrypted"
    ARCHIVE_UNSAFE = "archive_unsafe"
    ARCHIVE_NESTED = "archive_nested"
    ARCHIVE_STRANGER = "archive_stranger"
    ARCHIVE_NOTHING = "archive_nothing"
    # this server
    TOO_COSTLY = "too_costly"
    CLOSED = "closed"


class UnreadableFile(ValueError):
    """A file cannot be read, or not without an answer; `sentences.explain_file` says it.

    facts, by code. which_layer: layers (names). which_encoding: candidates, {name: [texts as
    they look in it]}. which_system: none. unknown_system: system (its name in the file).
    not_read_here: found (what it is) and claimed (what its name says), as format names.
    missing_parts: parts (suffixes). too_large, xml_too_large, archive_too_…: limit. archive_…: entry (its name).
    """

    def __init__(self, code: FileCode, **facts):
        self.code = code
        self.facts = facts
        super().__init__(str(code))
