"""What the panel's script asks with and sends: one marshmallow schema each, for all of it.

Addresses name the board too, so that other names are passed over there. In what is sent nothing
else may stand.
"""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

LONGEST_PRESS = 60
_BELOW = 1_000


class _Words(fields.String):
    """A text without the blanks around it."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        return str(super()._deserialize(value, *args, **more)).strip()


def _words(says: str, longest: int | None = None) -> fields.String:
    """Return a text that may be missing, and is empty then."""
    limits = [] if longest is None else [validate.Length(max=longest)]
    return _Words(load_default="", validate=limits, metadata={"description": says})


def _number(says: str) -> fields.Integer:
    """Return a whole number that may be missing, and is None then."""
    return fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=validate.Range(0, _BELOW, max_inclusive=False),
        metadata={"description": says},
    )


def _yes(says: str) -> fields.Boolean:
    return fields.Boolean(load_default=False, metadata={"description": says})


def _press() -> fields.String:
    return _words("The same for the same press, so that it is done once.", LONGEST_PRESS)


class _InAddress(Schema):
    class Meta:
        """The board stands there, too."""

        unknown = EXCLUDE


class GroupAsked(_InAddress):
    """A group that is asked about; empty for the first of them."""

    community = _words("The group’s id.")


class PreviewAsked(GroupAsked):
    """A session that could be built."""

    kind = _words("The code of its design.")
    form = _words("“short” for the short form of the design.")
    day = _words("Its day, as 2027-01-06.")
    rooms = _words("In how many rooms groups work, if in several.")
    roomed = _words("The boxes that each room has, with commas between.")


class JobAsked(_InAddress):
    """A job that is asked about."""

    job = _words("Its id.")


class CardAsked(_InAddress):
    """A card on the board that is asked about."""

    item = _words("Miro’s id of it.")


class StepSent(Schema):
    """To which step a session goes."""

    to = _number("The step, counted from 0.")
    shown = _number("The step that was shown when it was pressed.")


class ShownSent(Schema):
    """On which step something was pressed."""

    shown = _number("The step that was shown, counted from 0.")


class RoomsSent(Schema):
    """In which rooms groups work."""

    number = fields.Integer(strict=True, required=True)
    boxes = fields.List(fields.String(), load_default=list)


class BuildSent(Schema):
    """A session that is to be built on the board."""

    community = _words("The group’s id.")
    kind = _words("The code of its design.")
    form = _words("“short” for the short form of the design.")
    day = _words("Its day, as 2027-01-06.")
    time = _words("When it begins, as 14:00.")
    press = _press()
    elsewhere = _yes("Whether it gets a new board.")
    labels = fields.Dict(
        fields.String(),
        fields.String(),
        load_default=dict,
        metadata={"description": "What boxes keep less of than agreed, by box."},
    )
    questions = fields.Dict(
        fields.String(),
        fields.String(),
        load_default=dict,
        metadata={"description": "What boxes ask in this session, where it is something else."},
    )
    rooms = fields.Nested(RoomsSent, load_default=None, allow_none=True)


class BoxSent(Schema):
    """A box, by its code."""

    box = _words("The code of the box.")


class AnsweredSent(Schema):
    """What somebody answers to a line under *Hands*."""

    id = _words("The id of the line.")
    answer = _words("Their answer.")


class RoundSent(Schema):
    """What happens in a round."""

    do = _words("begin, heard, back or end.")
    shown = _number("The step that was shown, counted from 0.")
    people = _number("How many speak.")


class DotsSent(Schema):
    """The step whose dots are shown."""

    step = _number("The step, counted from 0.")


class SentenceSent(Schema):
    """What the group said of a sentence."""

    key = _words("The key of the sentence.")
    outcome = _words("“agreed” or “not yet”.")
    sentence = _words("The sentence, as it was read.")
    press = _press()


class ClearSent(Schema):
    """What is deleted from Miro."""

    spoken = _yes("Notes in boxes that stay here.")
    held = _yes("Held notes.")


class NextSent(Schema):
    """When the next session is."""

    day = _words("Its day, as 2027-01-06.")
    press = _press()


class ReadSent(Schema):
    """A piece that was read to the group."""

    piece = _words("Its id.")
    after = _number("The number of the wording that was shown.")
    press = _press()
    changed = _yes("Whether the group changed it: then the words are here.")
    title = _words("The title, as changed.")
    line = _words("The line, as changed.")
    story = _words("The story, as changed.")


class TokensSent(Schema):
    """Links to object that stand on the board."""

    tokens = fields.List(fields.String(), load_default=list)
