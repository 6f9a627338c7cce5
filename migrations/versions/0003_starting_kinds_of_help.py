"""The starting kinds of help: fourteen, each in one of six groups. Codes never change; names may."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GROUPS = (
    ("along_and_shopping", "meegaan en boodschappen", "going along and shopping"),
    ("food_and_company", "eten en gezelschap", "food and company"),
    ("house_and_garden", "huis en tuin", "house and garden"),
    ("language_and_computer", "taal en computer", "language and computer"),
    ("children_and_health", "kinderen en gezond", "children and health"),
    ("together", "samen in de wijk", "together in the wijk"),
)

KINDS = (
    ("transport", "along_and_shopping", "vervoer en meegaan", "transport and going along"),
    ("shopping", "along_and_shopping", "boodschappen", "shopping"),
    ("cooking", "food_and_company", "koken en eten", "cooking and eating"),
    ("company", "food_and_company", "gezelschap", "company"),
    ("repairs", "house_and_garden", "klussen", "odd jobs"),
    ("garden", "house_and_garden", "tuin en groen", "garden and green"),
    ("energy", "house_and_garden", "energie", "energy"),
    ("animals", "house_and_garden", "dieren", "animals"),
    ("language", "language_and_computer", "taal en papieren", "language and paperwork"),
    ("computer", "language_and_computer", "computer en telefoon", "computer and phone"),
    ("children", "children_and_health", "kinderen", "children"),
    ("sport", "children_and_health", "sport en gezondheid", "sport and health"),
    ("activities", "together", "buurthuis en activiteiten", "community centre and activities"),
    ("other", "together", "iets anders", "something else"),
)

group_table = sa.table(
    "category_group", sa.column("code"), sa.column("name_nl"), sa.column("name_en"), sa.column("position")
)
kind_table = sa.table(
    "category",
    sa.column("code"),
    sa.column("group_code"),
    sa.column("name_nl"),
    sa.column("name_en"),
    sa.column("position"),
)


def upgrade() -> None:
    """Fill in the starting kinds of help."""
    op.bulk_insert(group_table, _rows(("code", "name_nl", "name_en"), GROUPS))
    op.bulk_insert(kind_table, _rows(("code", "group_code", "name_nl", "name_en"), KINDS))


def downgrade() -> None:
    """Take them out again; refused by the database once an exchange uses one."""
    op.execute(kind_table.delete().where(kind_table.c.code.in_([row[0] for row in KINDS])))
    op.execute(group_table.delete().where(group_table.c.code.in_([row[0] for row in GROUPS])))


def _rows(names: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> list[dict[str, object]]:
    return [dict(zip(names, row, strict=True)) | {"position": at} for at, row in enumerate(rows, start=1)]
