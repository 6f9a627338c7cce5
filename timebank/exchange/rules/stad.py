"""What holds for help of the stad. No database, no clock."""

from datetime import timedelta

PROPOSAL_STATES = ("asked", "refused", "lapsed")
"""There is no state for a yes: then the proposal is gone."""

LAPSES_AFTER = timedelta(days=30)
KEPT = timedelta(days=30)
"""How long a proposal that was refused or lapsed is kept."""

PROPOSALS_A_DAY = 40
PROPOSALS_AT_MOST = 50
"""How many the page of an organisation shows."""
