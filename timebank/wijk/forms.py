"""The forms of wijken: joining, moving, house rules, stewards, organisations, facts from outside."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from timebank.core.forms import BaseForm, at_most, filled, one_line, trimmed
from timebank.people.forms import new_password, person_name
from timebank.wijk import rules

CODE_AT_MOST = 60
ADMISSIONS = {
    "open": _l("Everyone who lives here can join"),
    "invitation": _l("Only who has an invitation of us"),
}


class PlaceForm(BaseForm):
    """Looks for a wijk by name, where there are too many to choose from. Sent by GET."""

    class Meta:
        csrf = False

    place = StringField(_l("Your wijk or gemeente"), filters=[trimmed], validators=[Optional(), one_line])


def _which_wijk() -> SelectField:
    return SelectField(
        _l("In which wijk do you live?"),
        validate_choice=False,  # `_stands_in_list` says it in words of ours
        validators=[filled(_l("Choose your wijk.")), _stands_in_list],
    )


def _stands_in_list(_form: BaseForm, field: Any) -> None:
    if field.data not in {choice.value for choice in field.choices}:
        raise ValidationError(_l("This wijk is not in the list (any more). Choose another one."))


class _ChoosesWijk(BaseForm):
    def offer(self, wijken: Sequence[Any]) -> None:
        """Fill in the wijken that can be chosen, with the gemeente of each when there is more than one."""
        several = len({wijk.gemeente_id for wijk in wijken}) > 1
        names = {wijk.public_id: f"{wijk.name} ({wijk.gemeente_name})" if several else wijk.name for wijk in wijken}
        nothing = SelectChoice("", _l("Choose your wijk"))
        field = self["wijk"]
        field.choices = [nothing, *(SelectChoice(public_id, name) for public_id, name in names.items())]
        if len(names) == 1 and not self.is_submitted():
            field.data = next(iter(names))


class JoinForm(_ChoosesWijk):
    """Joining: a name, a wijk, a password, and nothing more."""

    name = person_name()
    wijk = _which_wijk()
    password = new_password()


class InvitedForm(BaseForm):
    """Joining with an invitation, which says already which wijk it is."""

    name = person_name()
    password = new_password()


class MoveForm(_ChoosesWijk):
    """ "Ik ben verhuisd"."""

    wijk = _which_wijk()


class AppointForm(BaseForm):
    """Who could be a steward, by buurcode: no list of persons to choose from."""

    buurcode = StringField(
        _l("Buurcode of the neighbour"),
        description=_l("Ask the neighbour. The code stands under “My details”."),
        filters=[trimmed],
        validators=[filled(_l("Fill in the buurcode.")), at_most(CODE_AT_MOST), one_line],
    )


SECTORS = {
    "ondernemers": _l("Business: a shop, a workshop, a café"),
    "onderwijs": _l("Education: a school, a class, a course"),
    "onderzoek": _l("Research: a university, a research group"),
    "overheid": _l("Government: the gemeente, the library, the police"),
    "omgeving": _l("The neighbourhood: an association, a foundation, a club"),
}
"""The five O's, as a steward chooses one."""

SHORT_SECTORS = {
    "ondernemers": _l("Business"),
    "onderwijs": _l("Education"),
    "onderzoek": _l("Research"),
    "overheid": _l("Government"),
    "omgeving": _l("Neighbourhood"),
}


def _buurcode(label: Any, description: Any) -> StringField:
    return StringField(
        label,
        description=description,
        filters=[trimmed],
        validators=[filled(_l("Fill in the buurcode.")), at_most(CODE_AT_MOST), one_line],
    )


class PartnerForm(BaseForm):
    """An organisation comes on board, with one person who speaks for it."""

    name = StringField(
        _l("What is the organisation called?"),
        filters=[trimmed],
        validators=[filled(_l("Fill in the name of the organisation.")), at_most(rules.NAME_AT_MOST), one_line],
    )
    sector = RadioField(
        _l("What kind of organisation is it?"),
        choices=[SelectChoice(value, label) for value, label in SECTORS.items()],
        validators=[InputRequired(_l("Choose what kind of organisation it is."))],
    )
    buurcode = _buurcode(
        _l("Buurcode of who speaks for it"),
        _l("Somebody who takes part in a time bank, and who gives you the code. This one says yes and no for it."),
    )
    people = IntegerField(
        _l("Is it a group, such as a school class? How many people?"),
        description=_l("Leave this empty for a shop or another organisation. We keep no names of the group."),
        validators=[
            Optional(),
            NumberRange(1, rules.PEOPLE_AT_MOST, _l("Fill in 1 to 500 people, or leave it empty.")),
        ],
    )
    works_for_stad = BooleanField(
        _l("It gives help that the stad pays for"),
        description=_l("Then it can propose that help to a neighbour, who says yes or no."),
    )


class ContactForm(BaseForm):
    """Somebody else speaks for an organisation too."""

    buurcode = _buurcode(_l("Buurcode of the neighbour"), _l("Ask the neighbour. The code stands under “My details”."))


WHOLE_YEAR = "0"


class FactForm(BaseForm):
    """A fact from outside that stands beside the balance of a wijk."""

    wijk = SelectField(
        _l("Which wijk?"),
        validate_choice=False,  # `_stands_in_list` says it in words of ours
        validators=[filled(_l("Choose a wijk.")), _stands_in_list],
    )
    words = StringField(
        _l("What was done?"),
        description=_l("For example: paid opbouwwerk. No names of people."),
        filters=[trimmed],
        validators=[filled(_l("Fill in what was done.")), at_most(rules.WHY_AT_MOST), one_line],
    )
    amount = IntegerField(
        _l("How much?"),
        validators=[
            InputRequired(_l("Fill in how much it was.")),
            NumberRange(0, rules.FACT_AT_MOST, _l("Fill in a whole number from 0 to 100,000.")),
        ],
    )
    is_hours = RadioField(
        _l("What is counted?"),
        choices=[SelectChoice("hours", _l("Hours")), SelectChoice("number", _l("Another number"))],
        validators=[InputRequired(_l("Choose what is counted."))],
    )
    year = IntegerField(
        _l("Of which year?"),
        validators=[InputRequired(_l("Fill in a year.")), NumberRange(rules.FIRST_YEAR, 2100, _l("Fill in a year."))],
    )
    quarter = SelectField(
        _l("Of which quarter?"),
        choices=[
            SelectChoice(WHOLE_YEAR, _l("The whole year")),
            SelectChoice("1", _l("January to March")),
            SelectChoice("2", _l("April to June")),
            SelectChoice("3", _l("July to September")),
            SelectChoice("4", _l("October to December")),
        ],
        default=WHOLE_YEAR,
    )
    source = StringField(
        _l("Where does it stand?"),
        description=_l("For example: yearly report of Welzijn, page 12."),
        filters=[trimmed],
        validators=[filled(_l("Tell where it stands.")), at_most(rules.SOURCE_AT_MOST), one_line],
    )

    def offer(self, wijken: Sequence[Any]) -> None:
        """Fill in the wijken that can be chosen."""
        self.wijk.choices = [SelectChoice(wijk.public_id, wijk.name) for wijk in wijken]
        if len(wijken) == 1 and not self.is_submitted():
            self.wijk.data = wijken[0].public_id


class ActForm(BaseForm):
    """A button: nothing but its token."""


class NearForm(BaseForm):
    """Which wijken are near."""

    near = SelectMultipleField(
        _l("Choose the wijken near us"),
        description=_l("Their offers and requests are near too. Choose at most 12."),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, wijken: Sequence[Any]) -> None:
        """Fill in the wijken that can be chosen."""
        self.near.choices = [SelectChoice(wijk.public_id, wijk.name) for wijk in wijken]


class HouseRulesForm(BaseForm):
    """House rules, as far as they are the same for every wijk; `house_rules_form` adds the kinds of help."""

    own_name = StringField(
        _l("What is your time bank called?"),
        filters=[trimmed],
        validators=[filled(_l("Give your time bank a name.")), at_most(rules.NAME_AT_MOST), one_line],
    )
    admission = RadioField(
        _l("Who can join?"),
        choices=[SelectChoice(value, label) for value, label in ADMISSIONS.items()],
        validators=[InputRequired(_l("Choose who can join."))],
    )
    why = StringField(
        _l("Why do you change this?"),
        description=_l("Your neighbours read this, with your name."),
        filters=[trimmed],
        validators=[filled(_l("Tell why you change this.")), at_most(rules.WHY_AT_MOST), one_line],
    )
    after_version = IntegerField(validators=[InputRequired()], widget=HiddenInput())

    kind_codes: tuple[str, ...] = ()

    def kinds(self) -> list[tuple[str, Any, Any]]:
        """Return code, tick and own name of each kind of help, in the order of the screen."""
        return [(code, self[f"shown_{code}"], self[f"name_{code}"]) for code in self.kind_codes]


def house_rules_form(kinds: Iterable[Any]) -> type[HouseRulesForm]:
    """Return the form for these kinds of help: a tick and an own name for each."""
    fields: dict[str, Any] = {"kind_codes": tuple(kind.code for kind in kinds)}
    for kind in kinds:
        fields[f"shown_{kind.code}"] = BooleanField(kind.ordinary_name)
        fields[f"name_{kind.code}"] = StringField(
            _l("Own name for %(kind)s", kind=kind.ordinary_name),
            filters=[trimmed],
            validators=[at_most(rules.KIND_NAME_AT_MOST), one_line],
        )
    return type("HouseRulesOfKindsForm", (HouseRulesForm,), fields)
