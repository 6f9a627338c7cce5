"""The forms of an exchange."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation, ValidationError

from timebank.core.forms import BaseForm, KeyedForm, at_most, filled, one_line, trimmed
from timebank.exchange import rules
from timebank.exchange.rules import Report

USUAL = (("15", _l("15 minutes")), ("30", _l("Half an hour")), ("60", _l("1 hour")), ("120", _l("2 hours")))
USUAL_MINUTES = 60
OTHER = "other"
NAME_OR_CODE_AT_MOST = 60


class WhoForm(BaseForm):
    """With whom: a name, or a buurcode. Sent by GET, so that going back works."""

    class Meta:
        csrf = False

    name = StringField(
        _l("Name or buurcode"),
        description=_l("Two letters are enough. Someone from another wijk? Ask for the buurcode."),
        filters=[trimmed],
        validators=[Optional(), at_most(NAME_OR_CODE_AT_MOST)],
    )


class TimeMixin:
    """How long: one of the usual times, or hours and minutes of one's own."""

    minutes = RadioField(
        _l("How long?"),
        choices=[SelectChoice(value, label) for value, label in (*USUAL, (OTHER, _l("Another time")))],
        validators=[InputRequired(_l("Choose how long it was."))],
    )
    hours_part = IntegerField(_l("Hours"), validators=[Optional(), NumberRange(0, 24, _l("Fill in 0 to 24 hours."))])
    minutes_part = IntegerField(
        _l("Minutes"), validators=[Optional(), NumberRange(0, 59, _l("Fill in 0 to 59 minutes."))]
    )

    def chosen_minutes(self) -> int:
        """Return the minutes that were chosen or filled in."""
        if self.minutes.data != OTHER:
            return int(self.minutes.data)
        return (self.hours_part.data or 0) * 60 + (self.minutes_part.data or 0)

    def validate_minutes(self, field: Any) -> None:
        """Refuse "another time" without a time between a minute and a day."""
        if field.data == OTHER and not 1 <= self.chosen_minutes() <= rules.MINUTES_AT_MOST:
            raise ValidationError(_l("Fill in how long it was: at least 1 minute and at most 24 hours."))


def as_chosen(minutes: int) -> dict[str, Any]:
    """Return what a new form shows for a number of minutes: one of the usual times if it is one."""
    if not 1 <= minutes <= rules.MINUTES_AT_MOST:
        minutes = USUAL_MINUTES
    if str(minutes) in dict(USUAL):
        return {"minutes": str(minutes)}
    hours, rest = divmod(minutes, 60)
    return {"minutes": OTHER, "hours_part": hours, "minutes_part": rest}


class HowLongForm(TimeMixin, KeyedForm):
    """The last of the three small screens: how long, and when if it was not today."""

    who = HiddenField()
    what = HiddenField()
    occurred_on = DateField(_l("Which day?"), validators=[InputRequired(_l("Choose a day."))])
    note = TextAreaField(
        _l("Do you want to add something?"),
        description=_l("Only the two of you see this. You do not have to."),
        validators=[at_most(rules.NOTE_AT_MOST)],
    )
    is_sure = BooleanField(_l("Yes, it really was more than 12 hours on that day"))

    def show(self, own_note: Any) -> None:
        """Fill in what somebody had written down for themselves, where nothing was sent."""
        if not self.is_submitted():
            self.occurred_on.data = own_note.occurred_on or self.occurred_on.data
            self.note.data = own_note.words

    def as_report(self, side: str) -> Report:
        """Return what the form says, for the reporter on `side`."""
        return Report(
            request_key=self.request_key.data,
            side=side,
            who=self.who.data,
            category_code=self.what.data,
            minutes=self.chosen_minutes(),
            occurred_on=self.occurred_on.data,
            note=self.note.data or "",
            is_sure=self.is_sure.data,
        )

    @classmethod
    def fresh(cls, *, key: str, who: str, what: str, minutes: int, day: date) -> "HowLongForm":
        """Return a form with this in it, and its request key; what was sent takes the place of all this."""
        return cls(request_key=key, who=who, what=what, occurred_on=day, **as_chosen(minutes))


class DraftForm(TimeMixin, BaseForm):
    """What somebody writes down without a network. Only the phone reads it; the three screens look at it again."""

    class Meta:
        csrf = False

    direction = RadioField(
        _l("What happened?"), choices=[SelectChoice("gave", _l("I helped")), SelectChoice("got", _l("I was helped"))]
    )
    name = StringField(_l("Who was it?"), description=_l("The name, or the buurcode."))
    what = SelectField(_l("What was it?"))
    occurred_on = DateField(_l("Which day?"))

    @classmethod
    def empty(cls, kinds: dict[str, str]) -> "DraftForm":
        """Return an empty form; `kinds` are the kinds of help that can be chosen, by code."""
        form = cls(direction="gave", **as_chosen(USUAL_MINUTES))
        form.what.choices = [
            SelectChoice("", _l("I choose that later")),
            *(SelectChoice(c, n) for c, n in kinds.items()),
        ]
        return form


class OtherMinutesForm(TimeMixin, BaseForm):
    """ "Het was … minuten"."""


def _where_another_time_is_wished(form: Any, field: Any) -> None:
    """Look at the time only where another one is wished; then there has to be one."""
    field.errors = []
    if form.wish.data != "other":
        raise StopValidation
    if not field.data:
        raise StopValidation(_l("Choose how long it should be."))


class PaperForm(BaseForm):
    """A yes that came on paper."""

    code = StringField(
        _l("The code on the sheet"),
        description=_l("Eight letters and digits, such as k7mp-4xqa."),
        filters=[trimmed],
        validators=[filled(_l("Fill in the code that stands on the sheet.")), at_most(40), one_line],
    )


class CorrectionForm(TimeMixin, BaseForm):
    """What is not right, and what it should be."""

    wish = RadioField(
        _l("What do you want?"),
        choices=[SelectChoice("undo", _l("Undo it altogether")), SelectChoice("other", _l("Another time"))],
        validators=[InputRequired(_l("Choose what you want."))],
    )
    reason = StringField(
        _l("What is not right?"),
        description=_l("The other reads this."),
        filters=[trimmed],
        validators=[filled(_l("Tell what is not right.")), at_most(rules.NOTE_AT_MOST)],
    )

    minutes = RadioField(
        _l("How long should it be?"),
        choices=TimeMixin.minutes.kwargs["choices"],
        validators=[_where_another_time_is_wished],
    )

    def right_minutes(self) -> int | None:
        """Return what it should be; None: undo it."""
        return self.chosen_minutes() if self.wish.data == "other" else None


class FilterForm(BaseForm):
    """Which of my hours: a year, a kind of help. Sent by GET."""

    class Meta:
        csrf = False

    year = SelectField(_l("Year"), validators=[Optional()])
    kind = SelectField(_l("Kind of help"), validators=[Optional()])

    def offer(self, years: list[int], kinds: dict[str, str]) -> None:
        """Fill in what can be chosen."""
        self.year.choices = [
            SelectChoice("", _l("All years")),
            *(SelectChoice(str(y), str(y)) for y in years),
        ]
        self.kind.choices = [
            SelectChoice("", _l("All kinds")),
            *(SelectChoice(c, n) for c, n in kinds.items()),
        ]
