"""What all of the API shares: how what was sent is read, and how an operation is described.

flask-smorest copies a description once for each of its parts, which is most of the time that an
application takes to start; so operations that nobody describes go past what it keeps for that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import flask
from flask_smorest import Blueprint
from marshmallow import Schema, ValidationError

from plugin.errors import BadInput

View = Callable[..., Any]


def named(status: int) -> str:
    """Return the name under which the description has the answer of a status."""
    return f"Problem{status}" if status >= 400 else f"Status{status}"


def own_parser() -> Any:
    """Return what reads a request; what cannot be used is said as everywhere here."""
    parser = type(Blueprint.ARGUMENTS_PARSER)(error_handler=_cannot_use)
    parser.DEFAULT_VALIDATION_STATUS = 400
    return parser


def described(
    blueprint: Blueprint,
    answered: View,
    *,
    name: str,
    instead: Sequence[int],
    needs: dict[str, list[str]],
) -> View:
    """Describe what an operation may answer `instead`, and the token that it `needs`."""
    for status in instead:
        answered = blueprint.alt_response(status, response=named(status))(answered)
    view: View = blueprint.doc(operationId=name, security=[needs])(answered)
    return view


def given(
    blueprint: Blueprint, schema: type[Schema], place: str, view: View, *, is_described: bool
) -> View:
    """Give a view what was sent in a `place` of the request, as a schema reads it."""
    if is_described:
        reads = blueprint.arguments(schema, location=place)
    else:
        reads = blueprint.ARGUMENTS_PARSER.use_args(schema, location=place)
    answered: View = reads(view)
    return answered


def answer_at(
    blueprint: Blueprint, path: str, method: str, view: View, *, is_described: bool, **says: Any
) -> None:
    """Let a view answer at a path; what is said about it is kept where it is described."""
    if is_described:
        blueprint.route(path, methods=[method], **says)(view)
    else:
        flask.Blueprint.add_url_rule(blueprint, path, view_func=view, methods=[method])


def _cannot_use(error: ValidationError, *_args: Any, **_kwargs: Any) -> NoReturn:
    """Say what is wrong with which part, and nothing of what was sent."""
    by_name = [each for part in error.messages_dict.values() for each in _by_name(part)]
    said = " ".join(f"{name}: {' '.join(all_)}" for name, all_ in by_name)
    raise BadInput(f"{said} Nothing was changed. Change it, then ask again.")


def _by_name(part: Any, within: str = "") -> list[tuple[str, list[str]]]:
    """Return what is wrong by name; of an object within, under the name of the outer one too."""
    if isinstance(part, list):
        return [(within or "It", [str(each) for each in part])]
    return [
        found
        for name, inner in part.items()
        for found in _by_name(inner, f"{within} {name}".strip())
    ]
