"""The kinds of columns that our tables are made of, and the naming of what holds them together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from plugin.domain.blankness import in_stored_order


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, stored without its zone."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store UTC; a naive time is a defect."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone reached the database")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give the zone back."""
        return None if value is None else value.replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """What people write, without what nobody can see.

    That is NUL, which PostgreSQL cannot keep, and marks that show letters in another order.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Leave out what cannot be kept."""
        return None if value is None else in_stored_order(value.replace("\0", ""))

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """Leave out what was stored before."""
        return None if value is None else in_stored_order(value)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def own_id(name: str = "id") -> sa.Column[str]:
    """Return the key of a row: an id that we made."""
    return sa.Column(name, sa.String(40), primary_key=True)


def ref(
    name: str,
    target: str,
    *,
    optional: bool = False,
    key: bool = False,
    index: bool = True,
    called: str | None = None,
) -> sa.Column[str]:
    """Return a reference to a row of another table, with an index unless another serves.

    `called` is its name where a migration gave it another than `metadata` would.
    """
    return sa.Column(
        name,
        sa.String(40),
        sa.ForeignKey(f"{target}.id", name=called),
        nullable=optional,
        primary_key=key,
        index=index and not key,
    )


def words(name: str) -> sa.Column[str]:
    """Return a column for words of any length, never null."""
    return sa.Column(name, Words, nullable=False, server_default="")


def json_column(name: str, *, where_none_is_given: str | None = None) -> sa.Column[Any]:
    """Return a column for a value that is read and written whole."""
    return sa.Column(name, sa.JSON, nullable=False, server_default=where_none_is_given)


def let_in_by(name: str = "let_in_by") -> sa.Column[Any]:
    """Return a column for the ids of who let in the person that acted; null for nobody."""
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=True)


def only_in() -> sa.Column[str]:
    """Return a column for the partnership in which alone somebody is let in; null for all."""
    return ref("only_in", "partnership", optional=True)


def at(name: str, *, optional: bool = False, index: bool = False) -> sa.Column[datetime]:
    """Return a column for a moment, aware UTC."""
    return sa.Column(name, UTCDateTime, nullable=optional, index=index)
