"""Which licences let a part of a layer be copied into something else."""

SHARE_ALIKE = ("odbl", "open database", "-sa", "sharealike", "share-alike", "share alike")


def may_be_copied(licence: str) -> bool:
    """Whether an outline under this licence may stand in a row under another one.

    Share-alike licences, OpenStreetMap's ODbL above all, only let it be referred to.
    """
    words = licence.lower()
    return not any(mark in words for mark in SHARE_ALIKE)
