from hashlib import sha256

from plugin.domain.line_digests import agreed_among, keyed, was_agreed, with_digests

KEY, ANOTHER = b"the server's", b"somebody's"


def test_a_line_that_went_is_known_with_the_key_it_was_marked_with() -> None:
    marks = with_digests("Trust\nWaiting", "5a17", KEY)

    assert was_agreed(marks, "trust", KEY)
    assert agreed_among(marks, "waiting", KEY).endswith("\nwaiting")
    assert not was_agreed(marks, "trust", ANOTHER)
    assert sha256(b"5a17 trust").hexdigest() not in marks


def test_what_is_kept_is_made_once() -> None:
    once = keyed(sha256(b"trust").hexdigest(), KEY)

    assert keyed(once, KEY) == once
    assert with_digests(with_digests("Trust", "5a17", KEY), "other", KEY) == with_digests(
        "Trust", "5a17", KEY
    )
