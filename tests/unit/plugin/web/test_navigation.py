import pytest

from tests.unit.plugin.web.house import TestHouse


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("sam", {"Our group", "New session", "Notion"}),
        ("helen", {"Our group", "Desk", "Notion"}),
        ("amina", {"Our group"}),
        ("grace", set()),
    ],
)
def test_pages_of_the_partnership_lead_back_to_the_group(
    made: TestHouse, who: str, places: set[str]
) -> None:
    page = made.as_(who).get(f"/p/{made.partnership.id}/memory").text

    found = {
        name for name in ("Our group", "New session", "Desk", "Notion") if f">{name}</a>" in page
    }
    assert found == places
