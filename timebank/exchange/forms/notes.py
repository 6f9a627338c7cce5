"""The form of what somebody writes down for themselves."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, StopValidation

from timebank.core.forms import KeyedForm, at_most, filled, one_line, trimmed
from timebank.exchange.forms.exchanging import USUAL_MINUTES, TimeMixin, as_chosen
from timebank.exchange.rules import notes as rules
from timebank.exchange.rules.notes import Note

ONCE, WEEKLY = "once", "weekly"


def _only_when(how_often: str) -> Any:
    """Look at a field only where its answer was chosen."""

    def check(form: Any, field: Any) -> None:
        if form.how_often.data != how_often:
            field.errors = []
            raise StopValidation

    return check


class NoteForm(TimeMixin, KeyedForm):
    """For whom, what, how long, and when."""

    what = SelectField(_l("Kind of help"), validators=[InputRequired(_l("Choose a kind of help from the list."))])
    whom = StringField(
        _l("For whom?"),
        description=_l("In your own words, such as: my neighbour, the football club."),
        filters=[trimmed],
        validators=[filled(_l("Tell for whom you do it.")), at_most(rules.WHOM_AT_MOST), one_line],
    )
    words = StringField(
        _l("What do you do?"),
        filters=[trimmed],
        validators=[filled(_l("Tell what you do.")), at_most(rules.WORDS_AT_MOST), one_line],
    )
    minutes = RadioField(
        _l("How long does it take, each time?"),
        choices=TimeMixin.minutes.kwargs["choices"],
        validators=[InputRequired(_l("Choose how long it was."))],
    )
    how_often = RadioField(
        _l("When?"),
        choices=[SelectChoice(ONCE, _l("On one day")), SelectChoice(WEEKLY, _l("Every week"))],
        validators=[InputRequired(_l("Choose when you do it."))],
    )
    occurred_on = DateField(_l("Which day?"), validators=[_only_when(ONCE), InputRequired(_l("Choose a day."))])
    times_a_week = IntegerField(
        _l("How many times a week?"),
        validators=[
            _only_when(WEEKLY),
            InputRequired(_l("Fill in how many times a week, 1 to 14.")),
            NumberRange(1, rules.TIMES_A_WEEK_AT_MOST, _l("Fill in how many times a week, 1 to 14.")),
        ],
    )

    def offer(self, kinds: dict[str, str]) -> None:
        """Fill in the kinds of help that can be chosen."""
        self.what.choices = [SelectChoice(code, name) for code, name in kinds.items()]

    def as_note(self) -> Note:
        """Return what the form says."""
        is_weekly = self.how_often.data == WEEKLY
        return Note(
            request_key=self.request_key.data,
            whom=self.whom.data,
            words=self.words.data,
            category_code=self.what.data,
            minutes=self.chosen_minutes(),
            occurred_on=None if is_weekly else self.occurred_on.data,
            times_a_week=self.times_a_week.data if is_weekly else None,
        )

    @classmethod
    def fresh(cls, key: str, *, what: str, today: date) -> "NoteForm":
        """Return an empty form for today, with its own request key."""
        start = {"how_often": ONCE, "occurred_on": today, "times_a_week": 1}
        return cls(request_key=key, what=what, **start, **as_chosen(USUAL_MINUTES))

    @classmethod
    def of(cls, key: str, note: Any, *, today: date) -> "NoteForm":
        """Return a form that shows a note as it is."""
        when = {"how_often": ONCE if note.occurred_on else WEEKLY, "occurred_on": note.occurred_on or today}
        said = {"whom": note.whom, "words": note.words, "times_a_week": note.times_a_week or 1}
        return cls(request_key=key, what=note.category_code, **when, **said, **as_chosen(note.minutes))
