import pytest

from plugin.domain.blankness import one_line


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("  The door \t was\r\nopen ", "The door was open"),
        ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "one two three four five six"),
        ("\u3000帰り道\u3000の話", "\u3000帰り道\u3000の話"),
        ("10\u00a0km\u00a0», dit-elle", "10\u00a0km\u00a0», dit-elle"),
        ("thin\u2009space\u202fhere", "thin\u2009space\u202fhere"),
        (" \u3000 \u00a0\n", ""),
        ("", ""),
    ],
)
def test_only_spaces_tabs_and_line_breaks_are_joined(given: str, wanted: str) -> None:
    assert one_line(given) == wanted
    assert one_line(wanted) == wanted
