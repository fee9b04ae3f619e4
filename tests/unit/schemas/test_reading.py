from dataclasses import dataclass

import pytest
from marshmallow import fields

from schemas.fields import Rows
from schemas.reading import MOST_PLACES_NAMED, Mismatch, VendorSchema, reader


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    colour: str = "green"


class LeafSchema(VendorSchema):
    makes = Leaf

    name = fields.String(required=True)
    colour = fields.String(allow_none=True)


@dataclass(frozen=True, slots=True)
class Branch:
    leaves: tuple[Leaf, ...]


class BranchSchema(VendorSchema):
    makes = Branch

    leaves = Rows(fields.Nested(LeafSchema), required=True)


read_branch = reader(BranchSchema(), Branch)


def test_fields_that_are_new_to_us_pass() -> None:
    body = {"leaves": [{"name": "oak", "smell": "good"}], "request_id": "r"}

    assert read_branch(body) == Branch((Leaf("oak"),))


def test_null_counts_as_absent() -> None:
    assert read_branch({"leaves": [{"name": "oak", "colour": None}]}).leaves[0].colour == "green"


@pytest.mark.parametrize(
    ("body", "places"),
    [
        (None, ("body",)),
        ("lantern", ("body",)),
        ([], ("body",)),
        ({}, ("leaves",)),
        ({"leaves": "lantern"}, ("leaves",)),
        ({"leaves": [{"name": "oak"}, {"name": 7}]}, ("leaves.1.name",)),
        ({"leaves": ["lantern"]}, ("leaves.0._schema",)),
        ({"leaves": [None]}, ("leaves.0",)),
    ],
)
def test_a_mismatch_names_places_and_no_values(body: object, places: tuple[str, ...]) -> None:
    with pytest.raises(Mismatch) as caught:
        read_branch(body)

    assert caught.value.places == places
    assert "lantern" not in f"{caught.value!r} {caught.value.__cause__} {caught.value.__context__}"


def test_only_a_few_places_are_printed() -> None:
    body = {"leaves": [{"name": 7}] * 50}

    with pytest.raises(Mismatch) as caught:
        read_branch(body)

    assert len(caught.value.places) == 50
    assert str(caught.value).count("leaves") == MOST_PLACES_NAMED


def test_a_schema_that_makes_something_else_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError, match="does not make Branch"):
        reader(LeafSchema(), Branch)({"name": "oak"})
