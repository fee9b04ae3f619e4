"""Connections of partnerships, the installations behind them, and the page chosen in Notion."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from plugin.domain.connections import Connection, Installation, Vendor
from plugin.domain.erasure_log import Went
from plugin.store import tables as t
from plugin.store.database import Tx
from plugin.store.engine import once
from plugin.store.erasure_log import note_gone

_FIELDS = tuple(each.name for each in fields(Installation))


def installation(tx: Tx, installation_id: str) -> Installation | None:
    """Return an installation; on PostgreSQL its row stays locked until the transaction ends."""
    wanted = sa.select(t.installation).where(t.installation.c.id == installation_id)
    row = tx.execute(wanted.with_for_update()).one_or_none()
    return None if row is None else _installation(row)


def installation_of(tx: Tx, vendor: Vendor, site: str, account_key: str) -> Installation | None:
    """Return the installation of an account, whoever uses it."""
    row = tx.execute(
        sa.select(t.installation).where(
            t.installation.c.vendor == vendor.value,
            t.installation.c.site == site,
            t.installation.c.account_key == account_key,
        )
    ).one_or_none()
    return None if row is None else _installation(row)


def installations(tx: Tx) -> tuple[Installation, ...]:
    """Return all installations."""
    rows = tx.execute(sa.select(t.installation).order_by(t.installation.c.id))
    return tuple(_installation(row) for row in rows)


def save_installation(tx: Tx, made: Installation) -> None:
    """Store a new or changed installation, both tokens at once."""
    values = {name: getattr(made, name) for name in _FIELDS} | {"vendor": made.vendor.value}
    changed = sa.update(t.installation).where(t.installation.c.id == made.id).values(values)
    if tx.execute(changed).rowcount == 0:
        tx.execute(sa.insert(t.installation).values(values))


def remove_installation(tx: Tx, installation_id: str) -> None:
    """Forget an installation that nobody uses."""
    tx.execute(sa.delete(t.installation).where(t.installation.c.id == installation_id))


def connection(tx: Tx, partnership_id: str, vendor: Vendor, site: str) -> Connection | None:
    """Return a partnership's connection to a vendor at an address, or None."""
    wanted = (
        sa.select(t.installation, t.connection.c.since)
        .join(t.connection, t.connection.c.installation_id == t.installation.c.id)
        .where(
            t.connection.c.partnership_id == partnership_id,
            t.connection.c.vendor == vendor.value,
            t.installation.c.site == site,
        )
    )
    key = ("connection", partnership_id, vendor, site)
    row = once(key, lambda: tx.execute(wanted).one_or_none())
    if row is None:
        return None
    return Connection(partnership_id, vendor, row.since, _installation(row))


def connect(
    tx: Tx, partnership_id: str, vendor: Vendor, installation_id: str, since: datetime
) -> None:
    """Let a partnership use an installation, instead of the one before."""
    disconnect(tx, partnership_id, vendor)
    tx.execute(
        sa.insert(t.connection).values(
            partnership_id=partnership_id,
            vendor=vendor.value,
            installation_id=installation_id,
            since=since,
        )
    )


def disconnect(tx: Tx, partnership_id: str, vendor: Vendor) -> None:
    """End a partnership's connection."""
    ended = tx.execute(
        sa.delete(t.connection).where(
            t.connection.c.partnership_id == partnership_id,
            t.connection.c.vendor == vendor.value,
        )
    )
    if ended.rowcount:
        note_gone(tx, Went.DISCONNECTED, partnership_id, vendor=vendor.value)


def is_used(tx: Tx, installation_id: str) -> bool:
    """Say whether any partnership uses an installation."""
    using = sa.select(sa.func.count()).where(t.connection.c.installation_id == installation_id)
    return bool(tx.execute(using).scalar_one())


def parent_page(tx: Tx, partnership_id: str) -> str | None:
    """Return the page that a partnership chose for its memory, or None."""
    chosen = sa.select(t.notion_parent.c.page_id)
    return tx.execute(chosen.where(t.notion_parent.c.partnership_id == partnership_id)).scalar()


def save_parent_page(tx: Tx, partnership_id: str, page_id: str) -> None:
    """Store the page that a partnership chose for its memory."""
    of_it = t.notion_parent.c.partnership_id == partnership_id
    tx.execute(sa.delete(t.notion_parent).where(of_it))
    tx.execute(sa.insert(t.notion_parent).values(partnership_id=partnership_id, page_id=page_id))


def account_name(tx: Tx, credential: str) -> str | None:
    """Return the name of the account of a token, which stands here as a keyed hash."""
    wanted = sa.select(t.account_name.c.name).where(t.account_name.c.credential == credential)
    return tx.execute(wanted).scalar_one_or_none()


def save_account_name(tx: Tx, credential: str, name: str) -> None:
    """Store the name of the account of a token."""
    tx.execute(sa.delete(t.account_name).where(t.account_name.c.credential == credential))
    tx.execute(sa.insert(t.account_name).values(credential=credential, name=name))


def _installation(row: Any) -> Installation:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Installation(**{**values, "vendor": Vendor(row.vendor)})
