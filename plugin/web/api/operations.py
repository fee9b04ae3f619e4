"""One declaration for each thing that the API does: how it answers, and how it is described.

A declaration names the schemas of what comes in and goes out, and the scope that a token needs.
flask-smorest reads the one, writes the other, and describes both; the function in between gets who
asks, and gives plain values back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_smorest import Blueprint
from marshmallow import Schema

from plugin.convene.api_tokens import Caller
from plugin.domain.api_tokens import Scope
from plugin.domain.people import Actor
from plugin.store.services import Services
from plugin.use_cases import Runtime
from plugin.web.api.describing import View, answer_at, described, given

# What can come instead of an answer, beside 400 for what was sent; `service` describes each.
USUAL_PROBLEMS = (401, 403, 404, 429, 503)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asks, the ids in its address, and what else was sent."""

    runtime: Runtime
    caller: Caller
    ids: Mapping[str, str]
    sent: Mapping[str, Any]

    @property
    def services(self) -> Services:
        """Return what is stored, and the clock."""
        return self.runtime.services

    @property
    def actor(self) -> Actor:
        """Return the person who asks, with their present roles."""
        return self.caller.actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method at one address."""

    name: str
    path: str
    summary: str
    answer: type[Schema]
    answers: Callable[[Asked], Any]
    scope: Scope | None = None  # None: any token is good for it
    sent: type[Schema] | None = None
    sent_in: str = "query"
    method: str = "GET"
    status: int = 200
    problems: tuple[int, ...] = USUAL_PROBLEMS
    headers: tuple[tuple[str, str], ...] = ()  # of its answer: name, and what it says


def add(
    blueprint: Blueprint, runtime: Runtime, operation: Operation, *, is_described: bool
) -> None:
    """Let a blueprint answer an operation, and describe it where somebody reads that."""

    def view(*sent: Mapping[str, Any], **ids: str) -> Any:
        asked = Asked(runtime, g.api_caller, ids, sent[0] if sent else {})
        return operation.answers(asked)

    view.__name__, view.__doc__ = operation.name, operation.summary
    headers = {
        name: {"description": says, "schema": {"type": "string"}}
        for name, says in operation.headers
    }
    answered = blueprint.response(operation.status, operation.answer, headers=headers)(view)
    if operation.sent is not None:
        how = (operation.sent, operation.sent_in)
        answered = given(blueprint, *how, answered, is_described=is_described)
    if is_described:
        answered = _described(blueprint, operation, answered)
    where = (operation.path, operation.method)
    answer_at(blueprint, *where, answered, is_described=is_described)


def _described(blueprint: Blueprint, operation: Operation, answered: View) -> View:
    """Describe what an operation may answer instead, and what a token needs for it."""
    others = [*operation.problems]
    if operation.sent is not None:
        others.insert(0, 400)
    if operation.method == "GET":
        others.insert(0, 304)
    needs = {"token": [operation.scope.value] if operation.scope else []}
    return described(blueprint, answered, name=operation.name, instead=others, needs=needs)


def part_of(found: Sequence[dict[str, Any]], asked: Asked, name: str) -> dict[str, Any]:
    """Return the part of a list that was asked for, and where the next one is."""
    start, limit = asked.sent["start"], asked.sent["limit"]
    end = start + limit
    at: dict[str, Any] = {**asked.ids, "start": end, "limit": limit}
    return {
        "items": found[start:end],
        "next": url_for(f"api.{name}", **at) if end < len(found) else None,
    }
