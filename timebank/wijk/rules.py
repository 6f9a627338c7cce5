"""What holds for wijken. No database, no clock."""

from datetime import timedelta

ADMISSIONS = ("open", "invitation")
INVITATION_KINDS = ("resident", "steward")
STEWARD_CHANGES = ("appoint", "step_down")
SECTORS = ("ondernemers", "onderwijs", "onderzoek", "overheid", "omgeving")
STEWARDS_AT_LEAST = 2
INVITATION_LIVES = timedelta(days=14)
POT = "pot"
"""Stands for the wijk itself where otherwise the random name of a neighbour stands."""

NAME_AT_MOST = 60
KIND_NAME_AT_MOST = 40
WHY_AT_MOST = 280
NEIGHBOURS_AT_MOST = 10
LETTERS_AT_LEAST = 2

PEOPLE_AT_MOST = 500
"""How many people a group, such as a school class, may be."""

CONTACTS_AT_MOST = 10
PARTNERS_AT_MOST = 60
"""How many organisations of a wijk the pages show."""

FACTS_AT_MOST = 40
FACT_AT_MOST = 100_000
FIRST_YEAR = 2000
SOURCE_AT_MOST = 120
OF_PARTNER = "o."
"""Stands before the random name of an organisation where otherwise that of a neighbour stands."""

STAD = "stad"
"""Stands for the stad where otherwise the random name of a neighbour stands."""

STAD_KINDS = ("stad_course", "stad_talk", "stad_guidance")
"""The broad kinds of publicly funded help: a finer one would tell too much. Neighbours do not choose among these."""


def may_propose_for_stad(*, sector: str, works_for_stad: bool) -> bool:
    """Say whether an organisation may propose help of the stad: overheid, or one that works for the stad."""
    return works_for_stad or sector == "overheid"
