"""Notion's rich text as runs of one style each (docs/notion.md#writing-blocks).

Notion may cut or merge runs of equal style as it likes, so texts are compared joined, never run by
run.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError, fields, missing

from schemas.fields import Rows, String
from schemas.loose import Each, Text
from schemas.reading import VendorSchema


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style; `type` is `text`, `mention`, `equation` or one we do not know.

    `styles` names what is switched on (`bold`, `code` …) and a colour other than the default.
    """

    text: str
    type: str = "text"
    styles: tuple[str, ...] = ()
    link: str | None = None


class RunSchema(VendorSchema):
    """An item of a rich text array; `plain_text` is what every type has."""

    makes = Run

    text = String(required=True, data_key="plain_text")
    type = Text()
    styles = Each(Text())
    link = Text(data_key="href")

    def lifted(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Turn the annotations into the names of what is switched on."""
        said = body.get("annotations")
        annotations = said if isinstance(said, dict) else {}
        styles = [name for name, value in annotations.items() if value is True]
        colour = annotations.get("color")
        if isinstance(colour, str) and colour != "default":
            styles.append(colour)
        return {**body, "styles": styles}


class LooseRuns(fields.Field[tuple[Run, ...]]):
    """A rich text array by which nothing is decided: what cannot be read has no words."""

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        """Return the runs, or `missing`."""
        try:
            found: tuple[Run, ...] = _RUNS.deserialize(value)
        except ValidationError:
            return missing
        return found


def runs_field(*, required: bool = False) -> Rows:
    """Return the field of a rich text array."""
    return Rows(fields.Nested(RunSchema), required=required)


_RUNS = runs_field(required=True)


def joined(runs: Iterable[Run]) -> str:
    """Return the words of `runs` as one text."""
    return "".join(run.text for run in runs)
