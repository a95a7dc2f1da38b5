"""What is said of levels: measured by somebody, or computed, as those of a noise map are."""

from django.utils.translation import gettext


def level_sentence(level: str, *, is_of_map: bool) -> str:
    """Return how loud it is in a cell. level: with its unit."""
    if is_of_map:
        # Translators: « La carte de bruit y donne 58 dB. »
        return gettext("The noise map says %(level)s here.") % {"level": level}
    # Translators: « On y mesure 58 dB. »
    return gettext("%(level)s are measured here.") % {"level": level}


def without_level(*, is_of_map: bool) -> str:
    """Return why a cell without a level is compared with nothing."""
    if is_of_map:
        return gettext(
            "The noise map does not say enough here: whether this is more or less than expected "
            "cannot be said."
        )
    # Translators: « Rien n’est mesuré ici : on ne peut pas dire si c’est plus ou moins que prévu. »
    return gettext(
        "Nothing is measured here: whether this is more or less than expected cannot be said."
    )


def level_name(*, is_of_map: bool) -> str:
    """Return what a level is called beside its number."""
    return gettext("Level computed") if is_of_map else gettext("Level measured")
