"""A hundred walks of forty steps, other ones every day; HEDGEROW_TEST_SEED repeats a day's."""

import pytest

from tests.shared import seed
from tests.walk.walking import number_of, walk

SEED = seed()
PARTS, WALKS = 10, 10  # short ones, so that no worker is alone with a long one at the end


@pytest.mark.parametrize("part", range(PARTS))
def test_a_walk_ends_well_whatever_befalls_it(part: int) -> None:
    try:
        walk(number_of(SEED, part), WALKS)
    except Exception as error:
        error.add_note(f"HEDGEROW_TEST_SEED={SEED}, part {part}")
        raise
