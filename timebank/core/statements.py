"""Statements that are compiled once and go straight to the driver.

SQLAlchemy writes them and knows the types; what it does at each `execute` costs more than a database needs for a small
statement. So what every posting and every page asks goes this way, in the transaction of the session.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from blinker import Signal
from sqlalchemy import BindParameter, Dialect, Executable, Table, bindparam, insert, null, select
from sqlalchemy.sql.visitors import replacement_traverse

from timebank.core.database import connection
from timebank.core.engines import as_sqlalchemys

SENT = Signal("a statement goes to the database; its sender is the SQL")


class Statement:
    """A statement with named parameters (`bindparam`); where the databases differ, one for each by name."""

    def __init__(self, statement: Executable | Mapping[str, Executable], kind: type = object) -> None:
        """Keep it; it is compiled when a database first gets it. Its rows are of a `kind` that adds properties."""
        self._statement = statement
        self._kind = kind
        self._compiled: dict[str, _Compiled] = {}

    def on(self, engine: str) -> Any:
        """Return what SQLAlchemy has for "sqlite" or "postgresql"."""
        return self._statement[engine] if isinstance(self._statement, Mapping) else self._statement

    def all(self, **values: Any) -> list[Any]:
        """Send it and return the rows as named tuples; none where it returns nothing."""
        using = connection()
        dialect = using.dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        if SENT.receivers:
            SENT.send(compiled.sql)
        cursor = using.connection.cursor()
        try:
            cursor.execute(compiled.sql, compiled.parameters(values))
            return compiled.rows(list(cursor.fetchall())) if compiled.rows else []
        except dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemys(error, dialect, compiled.sql) from error
        finally:
            cursor.close()

    def one_or_none(self, **values: Any) -> Any:
        """Send it and return the first row, or None."""
        return next(iter(self.all(**values)), None)

    def scalar(self, **values: Any) -> Any:
        """Send it and return the first column of the first row, or None."""
        rows = self.all(**values)
        return rows[0][0] if rows else None

    def _compile(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled[dialect.name] = _Compiled(self.on(dialect.name), dialect, self._kind)
        return compiled


class _Compiled:
    """The SQL of a statement for one database, and how values go in and rows come out."""

    def __init__(self, statement: Any, dialect: Dialect, kind: type) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self.names = tuple(compiled.positiontup or ())
        self.convert = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }
        given = {name: bind.value for name, bind in compiled.binds.items() if bind.value is not None}
        self.given = self._converted(given)
        columns = statement.exported_columns
        self.rows = _reader(columns, dialect, kind) if columns else None

    def parameters(self, values: dict[str, Any]) -> Any:
        """Return the values as the driver takes them: in order for SQLite, by name for PostgreSQL."""
        values = self.given | self._converted(values)
        return [values[name] for name in self.names] if self.names else values

    def _converted(self, values: dict[str, Any]) -> dict[str, Any]:
        convert = self.convert
        return {name: convert[name](value) if name in convert else value for name, value in values.items()}


def _reader(columns: Any, dialect: Dialect, kind: type) -> Callable[[list[Any]], list[Any]]:
    plain = namedtuple("plain", list(columns.keys()), rename=True)  # type: ignore[misc]
    row: Any = plain if kind is object else type(kind.__name__, (kind, plain), {})
    converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    found = [(place, convert) for place, convert in enumerate(converts) if convert]
    if not found:
        return lambda rows: list(map(row._make, rows))

    def read(rows: list[Any]) -> list[Any]:
        if not rows:
            return rows
        values = list(zip(*rows, strict=True))
        for place, convert in found:
            values[place] = tuple(map(convert, values[place]))
        return list(map(row._make, zip(*values, strict=True)))

    return read


def inserting(table: Table, *columns: str) -> Any:
    """Return an INSERT with a parameter for each column, named as the column."""
    return insert(table).inline().values({column: bindparam(column, type_=table.c[column].type) for column in columns})


def literally(text: str) -> str:
    """Return a text for a LIKE pattern with `escape="/"`, so that its signs mean themselves."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


# Several writes as one ------------------------------------------------------------------------------------------------

FIRST_ID = object()
"""As a value: the id that the first of the writes returns."""


@dataclass(frozen=True)
class Write:
    """A statement that writes, with its values."""

    statement: Statement
    values: dict[str, Any]


def write(*writes: Write) -> Any:
    """Write as if at one moment, and return the first column of what the first returns, or None.

    None of the others may need the order in which they are written, or see what another wrote. PostgreSQL gets one
    statement, `WITH first AS (INSERT …), second AS (UPDATE …) …`: a trip less for each, and each trip costs as much as
    a small write. SQLite, which has no trips, gets them one by one.
    """
    if connection().dialect.name == "postgresql" and len(writes) > 1:
        using = tuple(frozenset(name for name, value in one.values.items() if value is FIRST_ID) for one in writes)
        values = {
            f"{name}__{number}": value
            for number, one in enumerate(writes)
            for name, value in one.values.items()
            if value is not FIRST_ID
        }
        return _as_one(tuple(one.statement for one in writes), using).scalar(**values)
    first = writes[0].statement.scalar(**writes[0].values)
    for one in writes[1:]:
        one.statement.all(**{name: first if value is FIRST_ID else value for name, value in one.values.items()})
    return first


@cache
def _as_one(statements: tuple[Statement, ...], using: tuple[frozenset[str], ...]) -> Statement:
    """Make one statement of several; a parameter has the number of its statement behind its name.

    Two underscores: SQLAlchemy itself calls the values that stand in a statement `name_1`.
    """
    first = _numbered(statements[0], 0).cte("write_0")
    first_id = select(next(iter(first.c))).scalar_subquery() if first.c else null()
    others = [
        _numbered(statement, number, {name: first_id for name in names}).cte(f"write_{number}")
        for number, (statement, names) in enumerate(zip(statements[1:], using[1:], strict=True), start=1)
    ]
    return Statement(select(first_id).add_cte(first, *others))


def _numbered(statement: Statement, number: int, known: Mapping[str, Any] = MappingProxyType({})) -> Any:
    def replace(element: Any, **_: Any) -> Any:
        if not isinstance(element, BindParameter) or element.value is not None:
            return None
        return known.get(element.key, bindparam(f"{element.key}__{number}", type_=element.type))

    return replacement_traverse(statement.on("postgresql"), {}, replace)
