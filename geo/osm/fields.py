"""The fields in which somebody says what is looked for: things by their names, conditions on tags."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from geo.osm.conditions import UnreadableCondition, parse_conditions, write_condition
from geo.osm.presets import PRESETS
from geo.osm.sentences import explain_condition


def preset_choices() -> list[tuple[str, str]]:
    """Return (key, name) of each preset, by its name in the active language."""
    language = get_language() or "en"
    return [(key, preset.label(language)) for key, preset in PRESETS.items()]


class ConditionsField(forms.CharField):
    """Conditions on tags, one on each line; a list of conjunctions for the model."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else "\n".join(map(write_condition, value or []))

    def to_python(self, value):
        try:
            return parse_conditions((value or "").splitlines())
        except UnreadableCondition as error:
            raise ValidationError(explain_condition(error)) from error

    def run_validators(self, value):
        pass  # those of CharField expect text

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
