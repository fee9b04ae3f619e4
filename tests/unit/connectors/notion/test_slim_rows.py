from connectors.notion.rows import RowSlimmer
from schemas.notion import Page, Value
from schemas.notion.texts import Run


def a_page(page_id: str, title: str, option: str) -> Page:
    said = (Run(title),)
    values = {
        "Name": Value(id="title", type="title", text=title, runs=said),
        "Checked": Value(id="a%3Bb", type="select", select=option),
    }
    return Page(
        id=page_id,
        parent_type="data_source_id",
        parent_id="source",
        properties=values,
        created_by=b"bot".decode(),
    )


def test_a_slim_row_says_the_same_as_notions() -> None:
    page = a_page("one", "The form comes later", "By the group")

    (row,) = RowSlimmer().slimmed([page])

    assert (row.id, row.parent_id, row.created_by) == (page.id, page.parent_id, page.created_by)
    assert row.title == page.title
    assert row.by_id("a;b") == page.by_id("a;b")


def test_what_rows_have_in_common_is_kept_once() -> None:
    listing = RowSlimmer()

    (one,) = listing.slimmed([a_page("one", "Shoes", "By the group")])
    (two,) = listing.slimmed([a_page("two", "Shoes", "By the group")])
    (other,) = listing.slimmed([a_page("other", "Shoes", "Changed")])

    assert one.properties["Checked"] is two.properties["Checked"]
    assert one.created_by is two.created_by
    assert other.properties["Checked"].select == "Changed"


def test_of_a_row_that_comes_twice_the_last_is_kept_in_its_first_place() -> None:
    pages = [a_page("one", "Shoes", ""), a_page("two", "Coats", ""), a_page("one", "Boots", "")]

    rows = RowSlimmer().slimmed(pages)

    assert [(row.id, row.title) for row in rows] == [("one", "Boots"), ("two", "Coats")]
