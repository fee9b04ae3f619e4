"""What Flask, SQLAlchemy and Alembic work out for each use, kept for all of a test run.

Tests make thousands of applications from the same routes and templates, and as many databases for
the same statements; compiling these was half of a page test's time.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from werkzeug.routing.map import DEFAULT_CONVERTERS


def keep_addresses(patch: pytest.MonkeyPatch) -> None:
    """Let two rules of the same text share what Werkzeug reads from it, and what builds addresses.

    All of it follows from the text where a rule has no defaults and its map the usual converters.
    """
    compiled: Callable[[Rule], None] = Rule.compile
    kept: dict[Any, Rule] = {}

    def compile_rule(rule: Rule) -> None:
        if rule.defaults or rule.map.host_matching or rule.map.converters != DEFAULT_CONVERTERS:
            return compiled(rule)
        key = (rule.rule, rule.subdomain, rule.merge_slashes)
        if key not in kept:
            compiled(rule)
            kept[key] = rule
            return None
        first = kept[key]
        rule._parts, rule._trace = [*first._parts], [*first._trace]
        rule._converters = {**first._converters}
        rule.arguments |= {*first._converters}
        rule._build = first._build.__func__.__get__(rule, None)
        rule._build_unknown = first._build_unknown.__func__.__get__(rule, None)
        return None

    patch.setattr(Rule, "compile", compile_rule)


class Templates(BytecodeCache):
    """Compiled templates in memory, by their name and the checksum of their text."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


def keep_templates(patch: pytest.MonkeyPatch) -> None:
    """Let all applications share one cache of compiled templates."""
    patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": Templates()})


def keep_statements(patch: pytest.MonkeyPatch) -> None:
    """Let all databases of one kind share their compiled statements.

    SQLAlchemy keeps them for each engine, by the dialect's identity; ours are all made alike.
    """
    kept: dict[type, LRUCache[Any, Any]] = {}

    def shared(self: sa.Engine) -> LRUCache[Any, Any]:
        return kept.setdefault(type(self.dialect), LRUCache(2_000))

    own = property(shared, lambda _self, _own: None)
    patch.setattr(sa.Engine, "_compiled_cache", own, raising=False)
    for each in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        patch.setattr(each, "__hash__", lambda self: hash(type(self)), raising=False)
        patch.setattr(each, "__eq__", lambda self, other: type(self) is type(other), raising=False)


def keep_migrations(patch: pytest.MonkeyPatch) -> None:
    """Let all upgrades and downgrades share what Alembic reads from the files of a folder."""
    read: Callable[[Config], ScriptDirectory] = ScriptDirectory.from_config
    kept: dict[str | None, ScriptDirectory] = {}

    def from_config(config: Config) -> ScriptDirectory:
        folder = config.get_alembic_option("script_location")
        if folder not in kept:
            kept[folder] = read(config)
        return kept[folder]

    patch.setattr(ScriptDirectory, "from_config", from_config)
