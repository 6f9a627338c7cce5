"""The forms of notices: how somebody wants to hear, and buttons."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from timebank.core.forms import BaseForm, filled
from timebank.core.paging import DIGITS_AT_MOST
from timebank.notices.kinds import FAMILIES, KINDS, families_of
from timebank.notices.rules import CHOICES, chosen

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
    """How somebody wants to hear of each kind, and of each family at once; `choices_form` adds these."""

    families: Mapping[str, list[str]] = {}

    def ways(self, before: Mapping[str, str]) -> dict[str, str]:
        """Return what was chosen, by kind, where it was `before`."""
        return {
            kind: chosen(
                self[kind].data, before=before[kind], for_all=self[family].data, is_certain=KINDS[kind].is_certain
            )
            for family, kinds in self.families.items()
            for kind in kinds
        }

    def rows(self) -> list[tuple[Any, list[Any], bool]]:
        """Return the field of each family, those of its kinds, and whether these differ: in the order of the screen."""
        rows = [(self[family], [self[kind] for kind in kinds]) for family, kinds in self.families.items()]
        return [(one, kinds, not one.data or any(kind.errors for kind in kinds)) for one, kinds in rows]


def shown(families: Mapping[str, list[str]], ways: Mapping[str, str]) -> dict[str, str]:
    """Return what the form shows for these ways, by kind: that of a family too, where its kinds have one."""
    found = {family: {ways[kind] for kind in kinds} for family, kinds in families.items()}
    return {**ways, **{family: some.pop() if len(some) == 1 else "" for family, some in found.items()}}


@cache
def choices_form(*, is_steward: bool) -> type[ChoicesForm]:
    """Return the form for what somebody can hear of."""
    families = families_of(is_steward=is_steward)
    fields: dict[str, Any] = {"families": families}
    for family, kinds in families.items():
        fields[family] = _select(FAMILIES[family][0], {"": _l("Different, see below"), **WAYS}, may_be_empty=True)
        for kind in kinds:
            known = KINDS[kind]
            ways = {way: WAYS[way] for way in CHOICES if way != "not" or not known.is_certain}
            fields[kind] = _select(known.name, ways)
    return type("ChoicesOfKindsForm", (ChoicesForm,), fields)


def _select(name: Any, ways: Mapping[str, Any], *, may_be_empty: bool = False) -> SelectField:
    choices = [SelectChoice(way, words) for way, words in ways.items()]
    return SelectField(name, choices=choices, validators=[] if may_be_empty else [filled(_l("Choose one of these."))])
