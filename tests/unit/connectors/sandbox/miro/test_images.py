import pytest

from tests.unit.connectors.sandbox.miro.asking import Room

TREE = {"title": "A tree", "url": "https://example.org/tree.png"}
IMAGES = "/v2/boards/{board}/images"


def test_an_image_shows_miros_address_and_not_its_own(room: Room) -> None:
    made = room.ask("POST", IMAGES, {"data": TREE}).json

    assert made["data"]["title"] == "A tree"
    assert made["data"]["imageUrl"].startswith("https://api.miro.com/v2/boards/")
    assert "example.org" not in str(made)


@pytest.mark.parametrize(
    ("geometry", "size"), [({"width": 400}, (400, 300)), ({"height": 300}, (400, 300))]
)
def test_an_image_keeps_its_proportions(
    room: Room, geometry: dict[str, int], size: tuple[int, int]
) -> None:
    made = room.ask("POST", IMAGES, {"data": TREE, "geometry": geometry}).json

    assert (made["geometry"]["width"], made["geometry"]["height"]) == size


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": {"title": "A tree"}},
        {"data": {"url": "tree.png"}},
        {"data": TREE, "geometry": {"width": 1, "height": 1}},
    ],
)
def test_an_image_that_cannot_be_is_refused(room: Room, body: dict[str, object]) -> None:
    assert room.ask("POST", IMAGES, body).status_code == 400


def test_an_image_is_listed_found_on_the_page_and_takes_no_tags(room: Room) -> None:
    made = room.make("images", data=TREE)
    tag = room.ask("POST", "/v2/boards/{board}/tags", {"title": "W"}).json["id"]

    listed = room.ask("GET", "/v2/boards/{board}/items?type=image").json["data"]

    assert [item["id"] for item in listed] == [made]
    assert room.client.get(room.page).status_code == 200
    tagged = room.ask("POST", f"/v2/boards/{{board}}/items/{made}?tag_id={tag}")
    assert tagged.status_code == 400
