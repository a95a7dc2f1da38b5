"""Which identifiers a file has had so far: 16 bytes for each and no more, however long it is."""

import numpy as np

BYTES = "S16"  # numpy cuts zeros at the end and fills them up again: all 16 bytes are compared


class Seen:
    """Identifiers that were met, in their order, so that one is found in a few steps."""

    def __init__(self):
        self._known = np.empty(0, dtype=BYTES)

    def met(self, identifiers: list[bytes]) -> list[bool]:
        """Return of each of some identifiers whether it was met before, and remember them all."""
        given = np.array(identifiers, dtype=BYTES)
        unique, first = np.unique(given, return_index=True)
        places = np.searchsorted(self._known, unique)
        is_new = np.ones(len(unique), dtype=bool)
        within = places < len(self._known)
        is_new[within] = self._known[places[within]] != unique[within]
        self._known = np.insert(self._known, places[is_new], unique[is_new])
        met = np.ones(len(given), dtype=bool)
        met[first[is_new]] = False
        return met.tolist()
