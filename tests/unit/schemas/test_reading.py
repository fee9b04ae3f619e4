import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from marshmallow import ValidationError, fields, missing, validates_schema

import schemas.miro
import schemas.notion
import schemas.oauth
import schemas.openid
from schemas.fields import Rows
from schemas.reading import MOST_PLACES_NAMED, Mismatch, VendorSchema, reader
from tests.shared import REPOSITORY


def of_the_vendors(kind: type[VendorSchema]) -> Iterator[type[VendorSchema]]:
    for each in kind.__subclasses__():
        yield from of_the_vendors(each)
        if each.__module__.startswith(schemas.__name__):
            yield each


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


class AskedWhenThere(fields.Field[str]):
    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        assert value is not missing
        return value


class SeldomSchema(VendorSchema):
    makes = Leaf

    name = fields.String(required=True)
    colour = AskedWhenThere()


def test_a_field_is_asked_nothing_about_a_body_without_it() -> None:
    assert reader(SeldomSchema(), Leaf)({"name": "oak"}) == Leaf("oak")


class PairSchema(VendorSchema):
    makes = Leaf
    has_checks = True

    name = fields.String(required=True)

    @validates_schema
    def refuse(self, _: Any, **__: Any) -> None:
        raise ValidationError({"name": ["No."]})


def test_checks_of_several_fields_run() -> None:
    with pytest.raises(Mismatch):
        reader(PairSchema(), Leaf)({"name": "oak"})


@pytest.mark.parametrize("schema", [*of_the_vendors(VendorSchema)])
def test_every_schema_with_checks_says_so(schema: type[VendorSchema]) -> None:
    hooks = schema._hooks
    assert not hooks["validates"], "a check of one field belongs into the field"
    assert bool(hooks["validates_schema"]) is schema.has_checks
    defaults = [each.load_default for each in schema().fields.values()]
    assert all(each is missing for each in defaults), "the dataclass says what absent means"


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


def test_no_field_is_read_through_a_method_that_marshmallow_keeps_private() -> None:
    sources = [each.read_text(encoding="utf-8") for each in (REPOSITORY / "schemas").rglob("*.py")]

    found = [node for text in sources for node in ast.walk(ast.parse(text))]
    called = [e.value for e in found if isinstance(e, ast.Attribute) and e.attr == "_deserialize"]

    assert [ast.unparse(each) for each in called] == ["super()"]
