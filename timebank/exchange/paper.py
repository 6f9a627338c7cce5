"""The yes on paper, for who has no phone and no e-mail.

A sheet that is printed for somebody holds a code for each question that waits, and no word of what it asks. Somebody
who says yes gives the code to the neighbour who asks, and that neighbour fills it in. So a steward who prints sheets
cannot say yes, because it takes the page of who asks, and who asks cannot, because it takes the sheet.
"""

from dataclasses import dataclass

from flask import current_app

from timebank.core.tokens import code_of


@dataclass(frozen=True)
class Question:
    """One question on a sheet: by `name` the two know which it is, `code` is the yes."""

    name: str
    code: str


def question_of(exchange_public_id: str, *, asked_person_id: int, minutes: int) -> Question:
    """Return what stands on the sheet of who is asked; for other minutes it is another question."""
    key, facts = str(current_app.config["SECRET_KEY"]), (exchange_public_id, asked_person_id, minutes)
    return Question(code_of(key, "name", *facts, letters=3), code_of(key, "yes", *facts, groups=2))
