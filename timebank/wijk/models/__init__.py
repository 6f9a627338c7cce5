"""The tables of this room: `places` (wijken, their rules, who belongs there), `partners` (organisations that take part,
and facts from outside)."""

from timebank.wijk.models.partners import Partner, PartnerContact, PartnerWijk, WijkFact
from timebank.wijk.models.places import (
    BuurtEdition,
    Category,
    CategoryGroup,
    Gemeente,
    HouseCategory,
    HouseRules,
    Invitation,
    Membership,
    NearWijk,
    Organisation,
    StaffTask,
    StewardProposal,
    Stewardship,
    Wijk,
    WijkEdition,
)

__all__ = [
    "BuurtEdition",
    "Category",
    "CategoryGroup",
    "Gemeente",
    "HouseCategory",
    "HouseRules",
    "Invitation",
    "Membership",
    "NearWijk",
    "Organisation",
    "Partner",
    "PartnerContact",
    "PartnerWijk",
    "StaffTask",
    "StewardProposal",
    "Stewardship",
    "Wijk",
    "WijkEdition",
    "WijkFact",
]
