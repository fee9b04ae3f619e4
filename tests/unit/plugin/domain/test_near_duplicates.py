from plugin.domain.near_duplicates import near_duplicates

TEXTS = {
    "a": "They only answer when the person they know is on shift.",
    "b": "they only answer if the person they know is on shift",
    "c": "The portal is quicker on Mondays than on any other day.",
    "d": "THE PORTAL – is quicker on Mondays, than on any other dáy!",
    "e": "They never answer.",
    "f": "Yes!",
    "g": "Yes",
    "h": "電話のほうが早いと思う、用紙よりも先に返事が来るから。",
    "i": "電話のほうが早いと思う。用紙よりも先に返事が来るから",
}


def test_notes_that_say_nearly_the_same_are_found_in_their_order() -> None:
    assert near_duplicates(TEXTS) == {
        "a": ("b",),
        "b": ("a",),
        "c": ("d",),
        "d": ("c",),
        "h": ("i",),
        "i": ("h",),
    }


def test_what_only_shares_a_subject_is_left_apart() -> None:
    texts = {
        "a": "I might be wrong to trust phone calls.",
        "b": "I might be wrong about the portal.",
        "c": "Phone calls work for the people we like.",
    }

    assert near_duplicates(texts) == {}
