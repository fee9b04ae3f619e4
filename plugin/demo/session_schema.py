"""The shape of a session file (JSON): cast, events in their order, and what must come of them.

Unknown keys of an event are refused: a mistyped `colour` must not silently become a default.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from marshmallow import INCLUDE, RAISE, Schema, fields, validate

from plugin.domain.agreements import Outcome

STICKY_COLOURS = (
    *("gray", "light_yellow", "yellow", "orange", "light_green", "green", "dark_green", "cyan"),
    *("light_pink", "pink", "violet", "red", "light_blue", "blue", "dark_blue", "black"),
)
TEXT_BELOW = 6000
_NAME = validate.Length(1, 40)
_ZONE = validate.Regexp(r"^Z(0|X|C|[1-9]\d?)\Z", error="must be Z0, Z1 to Z99, ZX or ZC")
_COLOUR = validate.OneOf(STICKY_COLOURS, error="must be one of Miro's sixteen colours of notes")
_TEXT = validate.Length(max=TEXT_BELOW - 1, error=f"must be shorter than {TEXT_BELOW} characters")
_SECONDS = validate.Range(0)


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class MemberSchema(_Strict):
    """One of the cast."""

    id = fields.String(required=True, validate=_NAME)
    name = fields.String(required=True, validate=validate.Length(1, 80))
    party = fields.String(required=True, validate=_NAME)
    role = fields.String(required=True, validate=validate.Length(1, 80))


class _EventSchema(_Strict):
    t = fields.Integer(required=True, strict=True, validate=_SECONDS)
    do = fields.String(required=True)


class _NoteSchema(_EventSchema):
    note = fields.String(required=True, validate=_NAME)
    by = fields.String(required=True, validate=_NAME)


class _PlaceSchema(_NoteSchema):
    zone = fields.String(required=True, allow_none=True, validate=_ZONE)
    x = fields.Float(required=True)
    y = fields.Float(required=True)


class AddSchema(_PlaceSchema):
    """Somebody sticks a note; `letter` is the kind that they have in mind and do not type."""

    text = fields.String(required=True, validate=_TEXT)
    colour = fields.String(required=True, validate=_COLOUR)
    letter = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 1))


class EditSchema(_NoteSchema):
    """Somebody writes other words on a note."""

    text = fields.String(required=True, validate=_TEXT)


class MoveSchema(_PlaceSchema):
    """Somebody drags a note elsewhere."""


class RecolourSchema(_NoteSchema):
    """Somebody gives a note another colour."""

    colour = fields.String(required=True, validate=_COLOUR)


class DeleteSchema(_NoteSchema):
    """Somebody takes a note off the board."""


class TagSchema(_EventSchema):
    """A note gets a tag, by the hand of its writer unless `by` says another."""

    note = fields.String(required=True, validate=_NAME)
    tag = fields.String(required=True, validate=validate.Length(1, 120))
    by = fields.String(load_default=None, allow_none=True, validate=_NAME)


class TakeBackSchema(_NoteSchema):
    """A contributor takes a note back."""


class CollectSchema(_EventSchema):
    """The facilitator collects (`capture`), or closes the session with a last collecting."""

    label = fields.String(required=True, validate=_NAME)


class ReadBackSchema(_EventSchema):
    """A sentence about a setting is read to the group; `not yet` leaves it open."""

    setting = fields.Dict(keys=fields.String(), required=True, validate=validate.Length(1))
    from_note = fields.String(required=True, validate=_NAME)
    sentence = fields.String(required=True, validate=validate.Length(1, 300))
    outcome = fields.Enum(Outcome, by_value=True, required=True)


EVENT_SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "add": AddSchema(),
        "edit": EditSchema(),
        "move": MoveSchema(),
        "recolour": RecolourSchema(),
        "delete": DeleteSchema(),
        "tag": TagSchema(),
        "take_back": TakeBackSchema(),
        "capture": CollectSchema(),
        "close": CollectSchema(),
        "read_back": ReadBackSchema(),
    }
)


class _NamedSchema(_Strict):
    name = fields.String(required=True, validate=validate.Length(1, 120))


class PartnershipSchema(_NamedSchema):
    """Who learns together."""

    parties = fields.List(fields.String(validate=_NAME), required=True)


class CommunitySchema(_NamedSchema):
    """The community and the question that it is there for."""

    question = fields.String(required=True, validate=validate.Length(1, 300))


class SessionFileSchema(Schema):
    """The whole file; what is said about it beside these keys is for people."""

    class Meta:
        unknown = INCLUDE

    partnership = fields.Nested(PartnershipSchema, required=True)
    community = fields.Nested(CommunitySchema, required=True)
    template = fields.String(
        required=True, validate=validate.Regexp(r"^T[1-9]\d?[a-z]?\Z", error="must be like T3")
    )
    cast = fields.List(
        fields.Nested(MemberSchema), required=True, validate=validate.Length(1, error="is empty")
    )
    events = fields.List(
        fields.Raw(), required=True, validate=validate.Length(1, error="there are none")
    )
    expect = fields.Dict(keys=fields.String(), load_default=dict)
