"""An appointment as a file that calendars take in (RFC 5545): no more in it than both neighbours know."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

OCTETS_ON_A_LINE = 75
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Event:
    """What a calendar shows. `uid` stays the same when `sequence` counts a change up."""

    uid: str
    sequence: int
    starts_at_utc: datetime
    minutes: int
    summary: str
    place: str


def written(event: Event, *, now: datetime) -> str:
    """Return the file of one appointment to which both said yes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//timebank//appointments//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_in_utc(now)}",
        f"DTSTART:{_in_utc(event.starts_at_utc)}",
        f"DTEND:{_in_utc(event.starts_at_utc + timedelta(minutes=event.minutes))}",
        f"SUMMARY:{_escaped(event.summary)}",
        *([f"LOCATION:{_escaped(event.place)}"] if event.place else []),
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Escape what means something in the format, and leave out signs that no calendar shows."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign.isprintable() or sign == "\n").translate(ESCAPED)


def _folded(line: str) -> str:
    """Break a line after 75 octets, never within a letter; the next one begins with a space that counts too."""
    parts, room = [""], OCTETS_ON_A_LINE
    for sign in line:
        octets = len(sign.encode())
        if octets > room:
            parts.append("")
            room = OCTETS_ON_A_LINE - 1
        parts[-1] += sign
        room -= octets
    return "\r\n ".join(parts)
