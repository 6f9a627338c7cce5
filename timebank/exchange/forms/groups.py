"""The forms of a group: announcing it, choosing its rule, saying who was there."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from timebank.core.forms import BaseForm, KeyedForm, at_most, filled, one_line, trimmed
from timebank.exchange.forms.exchanging import TimeMixin, as_chosen
from timebank.exchange.rules import MINUTES_AT_MOST
from timebank.exchange.rules import groups as rules
from timebank.exchange.rules.groups import Announcement, Attendance, Attended, WhenAndWhere

USUAL_MINUTES = 120
RULES = {
    "pot": _l("The wijk gets hours from who leads and who helps"),
    "guests": _l("Each guest gets an equal part of the leader's hours"),
    "all": _l("Everyone who comes gives hours to the wijk"),
}
RULE_HINTS = {
    "pot": _l("Guests get nothing and give nothing. Good for coffee, a course or a meal."),
    "guests": _l("You help your guests, and they get your time together. Good for a lesson."),
    "all": _l("You all do something for the wijk. Good for cleaning up or a neighbourhood party."),
}
ATTENDANCES = {"came": _l("Was there"), "helped": _l("Helped"), "absent": _l("Was not there")}


class AnnounceForm(TimeMixin, KeyedForm):
    """The second of three small screens: what, when, where."""

    what = HiddenField()
    words = TextAreaField(
        _l("What are you going to do?"),
        description=_l("Everyone in your wijk can read this."),
        validators=[filled(_l("Tell what you are going to do.")), at_most(rules.WORDS_AT_MOST)],
    )
    held_on = DateField(_l("Which day?"), validators=[InputRequired(_l("Choose a day."))])
    starts_at = TimeField(
        _l("What time does it begin?"), validators=[InputRequired(_l("Fill in a time, such as 10:30."))]
    )
    place = StringField(
        _l("Where?"),
        description=_l("In words, such as: the community centre. You need not give your address."),
        filters=[trimmed],
        validators=[filled(_l("Tell where it is.")), at_most(rules.PLACE_AT_MOST), one_line],
    )
    minutes = RadioField(
        _l("About how long?"),
        choices=TimeMixin.minutes.kwargs["choices"],
        validators=[InputRequired(_l("Choose about how long it takes."))],
    )
    people_at_most = IntegerField(
        _l("How many people at most?"),
        description=_l("Leave it empty if everyone can come."),
        validators=[Optional(), NumberRange(1, rules.PEOPLE_AT_MOST, _l("Fill in a number from 1 to 200."))],
    )

    def as_announcement(self) -> Announcement:
        """Return what the form says."""
        return Announcement(
            request_key=self.request_key.data,
            words=self.words.data,
            category_code=self.what.data,
            held_on=self.held_on.data,
            starts_at=self.starts_at.data,
            place=self.place.data,
            minutes=self.chosen_minutes(),
            people_at_most=self.people_at_most.data,
        )

    @classmethod
    def fresh(cls, key: str, *, what: str, today: date) -> "AnnounceForm":
        """Return a form with its own request key."""
        return cls(request_key=key, what=what, held_on=today, **as_chosen(USUAL_MINUTES))


class ChangeGroupForm(BaseForm):
    """Another day, time or place."""

    held_on = AnnounceForm.held_on
    starts_at = AnnounceForm.starts_at
    place = AnnounceForm.place

    def when_and_where(self) -> WhenAndWhere:
        """Return what the form says."""
        return WhenAndWhere(self.held_on.data, self.starts_at.data, self.place.data)


class RuleForm(BaseForm):
    """The last of the three: what happens with the hours."""

    rule = RadioField(
        _l("Choose what fits your group"),
        choices=[SelectChoice(value, label) for value, label in RULES.items()],
        validators=[InputRequired(_l("Choose what happens with the hours."))],
    )


class AttendanceForm(TimeMixin, BaseForm):
    """How long it took and who was there; `attendance_form` adds two fields for each person."""

    minutes = RadioField(
        _l("How long did it take?"),
        choices=TimeMixin.minutes.kwargs["choices"],
        validators=[InputRequired(_l("Choose how long it was."))],
    )
    youth_count = IntegerField(
        _l("How many children and young people were there?"),
        description=_l("Only how many, no names. They need not be in the time bank."),
        validators=[Optional(), NumberRange(0, rules.YOUTHS_AT_MOST, _l("Fill in a number from 0 to 500."))],
    )
    place_ids: tuple[int, ...] = ()

    def people(self) -> Iterator[tuple[Any, Any]]:
        """Yield for each person the field of their attendance and that of their own minutes."""
        return ((self[f"was_{number}"], self[f"helped_{number}"]) for number in self.place_ids)

    def as_attendance(self) -> Attendance:
        """Return what the form says."""
        attended = {
            number: Attended(self[f"was_{number}"].data, self[f"helped_{number}"].data) for number in self.place_ids
        }
        return Attendance(self.chosen_minutes(), attended, self.youth_count.data or 0)


def attendance_form(people: Sequence[tuple[int, str]], minutes: int) -> AttendanceForm:
    """Return the form for these people (number of place, name), for a group of about so many minutes."""
    fields: dict[str, Any] = {"place_ids": tuple(number for number, _ in people)}
    for number, name in people:
        fields[f"was_{number}"] = RadioField(
            name,
            choices=[SelectChoice(value, label) for value, label in ATTENDANCES.items()],
            default="came",
            validators=[InputRequired(_l("Say whether %(name)s was there.", name=name))],
        )
        fields[f"helped_{number}"] = IntegerField(
            _l("How many minutes did this neighbour help?"),
            description=_l("Leave it empty if it was as long as the group."),
            validators=[Optional(), NumberRange(1, MINUTES_AT_MOST, _l("Fill in 1 to 1440 minutes."))],
        )
    made: type[AttendanceForm] = type("AttendanceForm", (AttendanceForm,), fields)
    return made(**as_chosen(minutes))
