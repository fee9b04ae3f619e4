from datetime import date

import pytest

from plugin.errors import BadInput
from plugin.web.forms import board_id_of, day_of, lines_of, number_of, setting_of
from tests.unit.plugin.web.house import TestHouse


@pytest.mark.parametrize(
    ("given", "board_id"),
    [
        ("", None),
        ("   ", None),
        ("uXjVKq2xTZ0=", "uXjVKq2xTZ0="),
        (" https://miro.com/app/board/uXjVKq2xTZ0=/ ", "uXjVKq2xTZ0="),
        ("https://miro.com/app/board/uXjVKq2xTZ0%3D/?share_link_id=12", "uXjVKq2xTZ0="),
        ("https://miro.com/app/board/o9J_k1-Kq2x=/?moveToWidget=3", "o9J_k1-Kq2x="),
        ("miro.com/app/board/uXjVKq2xTZ0=/", "uXjVKq2xTZ0="),
        ("http://127.0.0.1:9/_sandbox/miro/boards/uXjV1=", "uXjV1="),
    ],
)
def test_board_is_read_from_address_or_id(given: str, board_id: str | None) -> None:
    assert board_id_of(given) == board_id


@pytest.mark.parametrize(
    "given", ["https://miro.com/app/dashboard/", "../etc", "a b", "<script>", "x" * 200]
)
def test_what_is_no_board_is_refused(given: str) -> None:
    with pytest.raises(BadInput, match="not the address of a Miro board"):
        board_id_of(given)


def test_day_is_read_or_refused() -> None:
    assert day_of("2026-12-16") == date(2026, 12, 16)
    with pytest.raises(BadInput):
        day_of("16 December")


def test_blank_lines_are_left_out() -> None:
    assert lines_of(" one \r\n\r\n two ") == ("one", "two")


@pytest.mark.parametrize(
    ("form", "setting"),
    [
        (
            {"what": "box", "box": "T3 Z2", "label": "X"},
            {"template": "T3", "zone": "Z2", "label": "X"},
        ),
        ({"what": "names", "attribution": "role"}, {"attribution": "role"}),
        ({"what": "days", "days": "14"}, {"take_back_days": "14"}),
        ({"what": "member"}, {"member": ""}),
    ],
)
def test_setting_is_what_was_chosen(form: dict[str, str], setting: dict[str, object]) -> None:
    assert setting_of(form) == setting


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"what": "everything"},
        {"what": "zone"},
    ],
)
def test_setting_that_says_nothing_is_refused(form: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        setting_of(form)


@pytest.mark.parametrize(
    ("given", "read"),
    [("7", 7), ("007", 7), ("", None), (None, None), ("-1", None), ("٣", None), ("1" * 9, None)],
)
def test_a_number_that_a_page_wrote_is_read_and_nothing_else(
    given: str | None, read: int | None
) -> None:
    assert number_of(given, 3) == read


@pytest.mark.parametrize("page", ["/c/{0}/desk/sort", "/c/{0}/desk/read", "/p/{1}/memory"])
def test_thousands_of_digits_in_an_address_are_no_number(made: TestHouse, page: str) -> None:
    address = page.format(made.community.id, made.partnership.id)

    assert made.as_("helen").get(f"{address}?from={'9' * 5000}").status_code == 200
