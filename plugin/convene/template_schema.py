"""The shape of a session design's TOML file, and the words that it may use.

Unknown keys are refused: a mistyped `lable` must not silently become a default.
"""

from __future__ import annotations

from marshmallow import RAISE, Schema, fields, validate

from plugin.domain.dots import MOST_DOTS
from plugin.domain.labels import Label
from plugin.domain.pieces import KINDS as KINDS_OF_PIECE
from plugin.domain.templates import LAYS_OUT_NOTES, LAYS_OUT_PIECES, USES

KINDS_OF_NOTE = (
    *("note", "story", "judgement", "observation", "doubt", "question", "mistake", "assumption"),
    *("tension", "pattern", "good practice", "idea", "experiment", "ask", "commitment", "rule"),
    *("need", "feeling", "process", "figures"),
)
FAMILIES = ("representation", "story", "evidence", "projection")
PHASES = ("legitimise", "codesign", "facilitate", "review", "other")
DESIGN_CODE = r"T[1-9]\d?[a-z]?"
OWN_CODE = "own"  # in the file of a group's own design
MOST_BOXES, MOST_STEPS = 20, 30
ZONE_CODE = r"Z(0|X|C|[1-9]\d?)"
_DAY_MINUTES = 24 * 60


class ZoneSchema(Schema):
    """One `[[zone]]`: what stands in a box, its label, and what a note there usually becomes."""

    class Meta:
        unknown = RAISE

    code = fields.String(
        required=True,
        validate=validate.Regexp(rf"^{ZONE_CODE}\Z", error="must be Z0, Z1 to Z99, ZX or ZC"),
    )
    title = fields.String(required=True, validate=validate.Length(1, 60))
    prompts = fields.List(fields.String(validate=validate.Length(1, 300)), required=True)
    label = fields.Enum(Label, required=True)
    kind = fields.String(load_default="note", validate=validate.OneOf(KINDS_OF_NOTE))
    becomes = fields.String(load_default="note", validate=validate.OneOf(("note", *KINDS_OF_PIECE)))
    family = fields.String(load_default="representation", validate=validate.OneOf(FAMILIES))
    person = fields.Integer(load_default=2, strict=True, validate=validate.Range(1, 3))
    is_story = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    takes_returns = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    lays_out = fields.String(
        load_default="", validate=validate.OneOf((LAYS_OUT_NOTES, LAYS_OUT_PIECES))
    )
    reopens = fields.String(
        load_default="",
        validate=validate.Regexp(
            rf"^{DESIGN_CODE} {ZONE_CODE}\Z", error="must be a design and a box, like T6b Z2"
        ),
    )
    asks_questions = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class StepSchema(Schema):
    """One `[[step]]`: a title, minutes in the long and the short form, boxes, what happens."""

    class Meta:
        unknown = RAISE

    title = fields.String(required=True, validate=validate.Length(1, 60))
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(1, _DAY_MINUTES))
    short_minutes = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(0, _DAY_MINUTES)
    )
    zones = fields.List(fields.String(), required=True)
    happens = fields.String(required=True, validate=validate.Length(1, 600))
    say = fields.String(required=True, validate=validate.Length(1, 300))
    dots = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST_DOTS))


class TemplateSchema(Schema):
    """A whole file; `minutes` and `short_minutes` are what its steps must add up to."""

    class Meta:
        unknown = RAISE

    code = fields.String(
        required=True,
        validate=validate.Regexp(
            rf"^({DESIGN_CODE}|{OWN_CODE})\Z", error="must be like T3, or own"
        ),
    )
    title = fields.String(required=True, validate=validate.Length(1, 60))
    meeting_kind = fields.String(required=True, validate=validate.Length(1, 40))
    phase = fields.String(required=True, validate=validate.OneOf(PHASES))
    use = fields.String(required=True, validate=validate.OneOf(USES))
    purpose = fields.String(required=True, validate=validate.Length(1, 120))
    who = fields.String(required=True, validate=validate.Length(1, 160))
    hint = fields.String(load_default="", validate=validate.Length(1, 80))
    least_people = fields.Integer(load_default=0, strict=True, validate=validate.Range(1, 99))
    most_people = fields.Integer(load_default=0, strict=True, validate=validate.Range(1, 99))
    has_board = fields.Boolean(load_default=True, truthy={True}, falsy={False})
    version = fields.Integer(required=True, strict=True, validate=validate.Range(1))
    minutes = fields.Integer(required=True, strict=True)
    short_minutes = fields.Integer(load_default=0, strict=True)
    zones = fields.List(
        fields.Nested(ZoneSchema),
        load_default=list,
        data_key="zone",
        validate=validate.Length(max=MOST_BOXES, error="there can be {max} at most"),
    )
    steps = fields.List(
        fields.Nested(StepSchema),
        required=True,
        data_key="step",
        validate=validate.Length(1, MOST_STEPS, error="there can be {min} to {max}"),
    )
