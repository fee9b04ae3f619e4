from plugin.domain.shown_as_one import put_under


def test_no_note_stands_under_one_that_stands_under_another() -> None:
    assert put_under({}, "b", "a") == {"b": "a"}
    assert put_under({"b": "a"}, "c", "b") == {"c": "a"}
    assert put_under({"c": "b"}, "b", "a") == {"b": "a", "c": "a"}


def test_nothing_changes_where_one_stands_for_the_other_already() -> None:
    assert put_under({"b": "a"}, "a", "b") == {}
    assert put_under({}, "a", "a") == {}
    assert put_under({"b": "a"}, "b", "a") == {}
