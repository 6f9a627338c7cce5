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
