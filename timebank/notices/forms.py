"""The forms of notices: how somebody wants to hear, and buttons."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from timebank.core.forms import BaseForm, filled
from timebank.core.paging import DIGITS_AT_MOST
from timebank.notices.rules import CHOICES

WAYS = {
    "mail": _l("By mail"),
    "paper": _l("On paper"),
    "app": _l("Only here"),
    "not": _l("Not at all"),
}
AGAIN = _l("Go back, open the page again and press once more.")


class ActForm(BaseForm):
    """A button: nothing but its token."""


class UpToForm(BaseForm):
    """A button about what stands on a page, up to its newest notice: not about what came later."""

    up_to = IntegerField(validators=[filled(AGAIN), NumberRange(0, 10**DIGITS_AT_MOST, AGAIN)], widget=HiddenInput())


class ChoicesForm(BaseForm):
    """How somebody wants to hear of each family; `choices_form` adds these."""

    families: tuple[str, ...] = ()

    def ways(self) -> dict[str, str]:
        """Return what was chosen, by family."""
        return {family: self[family].data for family in self.families}

    def rows(self) -> list[Any]:
        """Return the fields in the order of the screen."""
        return [self[family] for family in self.families]


def choices_form(families: Mapping[str, Any]) -> type[ChoicesForm]:
    """Return the form for these families, by name."""
    fields: dict[str, Any] = {"families": tuple(families)}
    for family, (name, _) in families.items():
        choices = [SelectChoice(way, WAYS[way]) for way in CHOICES]
        fields[family] = SelectField(name, choices=choices, validators=[filled(_l("Choose one of these."))])
    return type("ChoicesOfFamiliesForm", (ChoicesForm,), fields)
