"""The forms of who speaks for an organisation: what it gave or got, and help of the stad that it proposes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from timebank.core.forms import KeyedForm, at_most, filled, one_line, trimmed
from timebank.exchange import rules
from timebank.exchange.forms.exchanging import NAME_OR_CODE_AT_MOST, CorrectionForm, TimeMixin
from timebank.exchange.rules import Report

SIDES = {"gave": "giver", "got": "receiver"}
PEOPLE_AT_MOST = 500


def _who() -> StringField:
    return StringField(
        _l("Buurcode of the neighbour"),
        description=_l("Ask the neighbour. The code stands under “My details”."),
        filters=[trimmed],
        validators=[filled(_l("Fill in the buurcode.")), at_most(NAME_OR_CODE_AT_MOST), one_line],
    )


class OrganisationDidForm(TimeMixin, KeyedForm):
    """What an organisation gave or got: all on one screen, for somebody who does this at work."""

    direction = RadioField(
        _l("What happened?"),
        choices=[SelectChoice("gave", _l("We helped a neighbour")), SelectChoice("got", _l("A neighbour helped us"))],
        validators=[InputRequired(_l("Choose what happened."))],
    )
    who = _who()
    what = SelectField(_l("What was it?"), validators=[filled(_l("Choose what it was."))])
    people = IntegerField(
        _l("With how many people of yours?"),
        description=_l("The time counts for each of them."),
        validators=[Optional(), NumberRange(1, PEOPLE_AT_MOST, _l("Fill in 1 to 500 people."))],
    )
    occurred_on = DateField(_l("Which day?"), validators=[InputRequired(_l("Choose a day."))])
    note = TextAreaField(
        _l("Do you want to add something?"),
        description=_l("Only you and the neighbour see this. You do not have to."),
        validators=[at_most(rules.NOTE_AT_MOST)],
    )

    def offer(self, kinds: list[Any]) -> None:
        """Fill in the kinds of help that can be chosen."""
        choices = [SelectChoice(kind.code, kind.name) for kind in kinds]
        self.what.choices = [SelectChoice("", _l("Choose")), *choices]

    def validate_minutes(self, field: Any) -> None:
        """Refuse more than a day for all together: the ledger keeps no longer line."""
        super().validate_minutes(field)
        if self._all_minutes() > rules.MINUTES_AT_MOST:
            raise ValidationError(_l("Together that is more than 24 hours. Write it down in two parts."))

    def as_report(self) -> Report:
        """Return what the form says, for the organisation."""
        return Report(
            request_key=self.request_key.data,
            side=SIDES[self.direction.data],
            who=self.who.data,
            category_code=self.what.data,
            minutes=self._all_minutes(),
            occurred_on=self.occurred_on.data,
            note=self.note.data or "",
        )

    def _all_minutes(self) -> int:
        is_right = self.people.data is None or 1 <= self.people.data <= PEOPLE_AT_MOST
        return self.chosen_minutes() * ((self.people.data or 1) if is_right else 1)


class StadHelpForm(TimeMixin, KeyedForm):
    """Help of the stad that an organisation proposes: broad kinds only, and no words."""

    who = _who()
    what = RadioField(_l("What was it?"), validators=[InputRequired(_l("Choose what it was."))])
    occurred_on = DateField(_l("Which day?"), validators=[InputRequired(_l("Choose a day."))])

    def offer(self, kinds: dict[str, Any]) -> None:
        """Fill in the kinds of help of the stad."""
        self.what.choices = [SelectChoice(code, name) for code, name in kinds.items()]


class OwnCorrectionForm(CorrectionForm):
    """What is not right in help of the stad: nobody else reads why."""

    reason = None
