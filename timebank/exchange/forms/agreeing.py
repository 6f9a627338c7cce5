"""The forms of an appointment."""

from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from timebank.core.forms import BaseForm, KeyedForm, at_most, one_line, trimmed
from timebank.exchange import rules
from timebank.exchange.forms.exchanging import TimeMixin, as_chosen
from timebank.exchange.rules import agreeing
from timebank.exchange.rules.agreeing import Happened, Proposal

USUAL_TIME = time(10, 0)
ONCE = "once"
TIMES = _l("Fill in 2 to 26 times.")


class AppointmentForm(TimeMixin, KeyedForm):
    """When, how long and where."""

    day = DateField(_l("Which day?"), validators=[InputRequired(_l("Choose a day."))])
    at = TimeField(
        _l("What time?"),
        validators=[InputRequired(_l("Choose a time."))],
        invalid_value_message=_l("Choose a time."),
    )
    place = StringField(
        _l("Where?"),
        description=_l("In your own words. Only the two of you read this."),
        filters=[trimmed],
        validators=[Optional(), at_most(agreeing.PLACE_AT_MOST), one_line],
    )
    minutes = RadioField(
        _l("About how long?"),
        choices=TimeMixin.minutes.kwargs["choices"],
        validators=[InputRequired(_l("Choose about how long."))],
    )

    def as_proposal(self) -> Proposal:
        """Return what the form says."""
        every = self.every.data if "every" in self else ONCE
        is_series = every != ONCE
        return Proposal(
            request_key=self.request_key.data,
            day=self.day.data,
            at=self.at.data,
            minutes=self.chosen_minutes(),
            place=self.place.data or "",
            every_days=int(every) if is_series else agreeing.EVERY_DAYS[0],
            times=self.times.data if is_series else 1,
        )

    @classmethod
    def fresh(cls, key: str, *, day: date, at: time, minutes: int, **more: Any) -> "AppointmentForm":
        """Return a form with its own request key; what was sent takes the place of all this."""
        return cls(request_key=key, day=day, at=at, **as_chosen(minutes), **more)


def _where_it_is_a_series(form: Any, field: Any) -> None:
    """Look at the number of times only where there is more than one; then there has to be one."""
    if form.every.data == ONCE:
        field.errors = []
        raise StopValidation
    if not any(map(str.strip, field.raw_data or ())):
        field.errors = []
        raise StopValidation(TIMES)


class GiversForm(AppointmentForm):
    """The same for who gives: only they can say that they want to come more often, and how often at most."""

    every = RadioField(
        _l("More than once?"),
        choices=[
            SelectChoice(ONCE, _l("Just this once")),
            SelectChoice("7", _l("Every week")),
            SelectChoice("14", _l("Every two weeks")),
        ],
        default=ONCE,
        validators=[InputRequired(_l("Choose one of these."))],
    )
    times = IntegerField(
        _l("How many times at most?"),
        description=_l("You both say yes to each time. You can stop whenever you want."),
        validators=[_where_it_is_a_series, NumberRange(agreeing.TIMES_AT_LEAST, agreeing.TIMES_AT_MOST, TIMES)],
    )


class ChangeForm(AppointmentForm):
    """Another day, time or place, instead of the version that was seen."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired(_l("Go back and open the page again."))])


class HappenedForm(TimeMixin, BaseForm):
    """How it went: filled in as it was agreed."""

    what = SelectField(_l("Kind of help"), validators=[InputRequired(_l("Choose a kind of help from the list."))])
    occurred_on = DateField(_l("Which day?"), validators=[InputRequired(_l("Choose a day."))])
    note = TextAreaField(
        _l("Do you want to add something?"),
        description=_l("Only the two of you see this. You do not have to."),
        validators=[at_most(rules.NOTE_AT_MOST)],
    )
    is_sure = BooleanField(_l("Yes, it really was more than 12 hours on that day"))

    def as_happened(self) -> Happened:
        """Return what the form says."""
        return Happened(
            category_code=self.what.data,
            minutes=self.chosen_minutes(),
            occurred_on=self.occurred_on.data,
            note=self.note.data or "",
            is_sure=self.is_sure.data,
        )

    @classmethod
    def fresh(cls, kinds: dict[str, str], *, what: str, minutes: int, day: date) -> "HappenedForm":
        """Return a form that says what was agreed; what was sent takes the place of all this."""
        form = cls(what=what, occurred_on=day, **as_chosen(minutes))
        form.what.choices = [SelectChoice(code, name) for code, name in kinds.items()]
        return form
