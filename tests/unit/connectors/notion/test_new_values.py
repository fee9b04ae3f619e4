from datetime import date

import pytest

from connectors.notion.new_blocks import (
    Bullet,
    Callout,
    Divider,
    Heading,
    NewBlock,
    Paragraph,
    Quote,
)
from connectors.notion.new_properties import (
    CheckboxProperty,
    DateProperty,
    MultiSelectProperty,
    NewProperty,
    NumberProperty,
    RelationProperty,
    URLProperty,
)
from connectors.notion.new_values import (
    URL,
    Checkbox,
    Day,
    MultiSelect,
    NewValue,
    Number,
    Relation,
    RichText,
    Select,
    Title,
    option_name,
)

HOME = [{"type": "text", "text": {"content": "Home"}}]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Title("Home"), {"title": HOME}),
        (RichText("Home"), {"rich_text": HOME}),
        (RichText(""), {"rich_text": []}),
        (Select("Home"), {"select": {"name": "Home"}}),
        (Select(None), {"select": None}),
        (MultiSelect(("a", "b")), {"multi_select": [{"name": "a"}, {"name": "b"}]}),
        (Number(0), {"number": 0}),
        (Number(None), {"number": None}),
        (Checkbox(False), {"checkbox": False}),
        (Day(date(2026, 12, 3)), {"date": {"start": "2026-12-03"}}),
        (Day(None), {"date": None}),
        (Relation(("p",)), {"relation": [{"id": "p"}]}),
        (Relation(()), {"relation": []}),
        (URL("https://x.example.test"), {"url": "https://x.example.test"}),
        (URL(""), {"url": None}),
        (URL(None), {"url": None}),
    ],
)
def test_values_know_their_json(value: NewValue, expected: object) -> None:
    assert value.as_json() == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (NumberProperty(), {"type": "number", "number": {"format": "number"}}),
        (CheckboxProperty(), {"type": "checkbox", "checkbox": {}}),
        (DateProperty(), {"type": "date", "date": {}}),
        (URLProperty(), {"type": "url", "url": {}}),
        (
            MultiSelectProperty(["a"]),
            {"type": "multi_select", "multi_select": {"options": [{"name": "a"}]}},
        ),
        (
            RelationProperty("s"),
            {
                "type": "relation",
                "relation": {
                    "data_source_id": "s",
                    "type": "single_property",
                    "single_property": {},
                },
            },
        ),
        (
            RelationProperty("s", dual=True),
            {
                "type": "relation",
                "relation": {"data_source_id": "s", "type": "dual_property", "dual_property": {}},
            },
        ),
    ],
)
def test_columns_know_their_json(column: NewProperty, expected: object) -> None:
    assert column.as_json() == expected


@pytest.mark.parametrize(
    ("block", "kind", "content"),
    [
        (Paragraph("Home"), "paragraph", {"rich_text": HOME}),
        (Paragraph("", is_grey=True), "paragraph", {"rich_text": [], "color": "gray"}),
        (
            Paragraph("Home", link="https://x.example.test"),
            "paragraph",
            {
                "rich_text": [
                    {
                        "type": "text",
                        "text": {"content": "Home", "link": {"url": "https://x.example.test"}},
                    }
                ]
            },
        ),
        (Quote("Home"), "quote", {"rich_text": HOME}),
        (Bullet("Home"), "bulleted_list_item", {"rich_text": HOME}),
        (Heading("Home", 1), "heading_1", {"rich_text": HOME}),
        (Divider(), "divider", {}),
        (
            Callout("Home", "🌿"),
            "callout",
            {"rich_text": HOME, "icon": {"type": "emoji", "emoji": "🌿"}},
        ),
    ],
)
def test_blocks_know_their_json(block: NewBlock, kind: str, content: object) -> None:
    assert block.as_json() == {"type": kind, kind: content}


@pytest.mark.parametrize("name", ["", "lantern, wall", "x" * 101])
def test_names_that_notion_refuses_are_refused_unseen(name: str) -> None:
    with pytest.raises(ValueError, match="no comma") as caught:
        option_name(name)

    assert not name or name not in str(caught.value)


def test_lists_of_more_than_100_are_refused() -> None:
    with pytest.raises(ValueError, match="not 101"):
        Relation(["p"] * 101).as_json()
