"""The calendar file: UTC, escaped, folded, and nothing in it that not both know."""

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import make_appointment, make_conversation
from timebank.core import clock
from timebank.exchange.calendar_file import Event, written
from timebank.people.queries import get_person

NOW = datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)


def event(**more):
    """Return an appointment at ten in the morning, winter time."""
    starts = clock.moment_of(date(2026, 11, 24), time(10, 0))
    return Event(**{"uid": "abc", "sequence": 2, "starts_at_utc": starts, "minutes": 90, **more})


def unfolded(text):
    """Read a file as a calendar does: lines that begin with a space belong to the one before."""
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_the_file_is_that_of_the_standard():
    assert unfolded(written(event(summary="Koken", place="Thuis"), now=NOW)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//timebank//appointments//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:abc",
        "SEQUENCE:2",
        "DTSTAMP:20261122T093015Z",
        "DTSTART:20261124T090000Z",
        "DTEND:20261124T103000Z",
        "SUMMARY:Koken",
        "LOCATION:Thuis",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(
    ("day", "at", "in_utc"),
    [
        (date(2026, 11, 24), time(10, 0), "20261124T090000Z"),
        (date(2026, 7, 7), time(10, 0), "20260707T080000Z"),
        (date(2026, 10, 25), time(2, 30), "20261025T003000Z"),
        (date(2026, 3, 29), time(2, 30), "20260329T013000Z"),
        (date(2026, 12, 31), time(0, 15), "20261230T231500Z"),
    ],
)
def test_a_time_of_the_netherlands_becomes_utc(day, at, in_utc):
    assert f"DTSTART:{in_utc}" in written(event(starts_at_utc=clock.moment_of(day, at), summary="x", place=""), now=NOW)


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("Een, twee; drie", "Een\\, twee\\; drie"),
        ("C:\\huis", "C:\\\\huis"),
        ("regel\r\nnog een\rdrie", "regel\\nnog een\\ndrie"),
        ("BEGIN:VEVENT\r\nEND:VEVENT", "BEGIN:VEVENT\\nEND:VEVENT"),
        ("a\x00b\x1b[2J\u202e", "ab[2J"),
    ],
)
def test_what_people_type_cannot_leave_its_line(typed, escaped):
    lines = unfolded(written(event(summary=typed, place=""), now=NOW))
    assert f"SUMMARY:{escaped}" in lines
    assert len(lines) == 14


@pytest.mark.parametrize("text", ["x" * 300, "é" * 100, "👩‍👩‍👧‍👦" * 30, "ab, " * 60, "x" * 67, "x" * 68])
def test_lines_are_folded_at_75_octets_and_letters_stay_whole(text):
    file = written(event(summary=text, place=text), now=NOW)
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    shown = "".join(sign for sign in text if sign.isprintable()).replace(",", "\\,")
    assert f"SUMMARY:{shown}" in unfolded(file)


def test_an_agreed_appointment_comes_as_a_file_with_no_more_than_both_know(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    proposed = make_appointment(talk, henk.actor)
    address = f"/appointments/{proposed.public_id}/calendar"
    assert henk.client.get(address).status_code == 404, "nobody has agreed yet"
    agreed = make_appointment(talk, henk.actor, fatima.actor)
    answer = henk.client.get(f"/appointments/{agreed.public_id}/calendar")
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    file = "".join(unfolded(answer.text))
    assert "SUMMARY:Ik doe graag boodschappen\\, with Fatima" in file
    assert "LOCATION:Bij het buurthuis" in file
    hers = get_person(fatima.actor.person_id)
    assert all(str(hidden) not in file for hidden in (hers.buurcode, hers.sign_in_name, hers.public_id, "Linden"))
