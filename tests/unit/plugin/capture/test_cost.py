import pytest

from plugin.capture.plan import Cost, least_calls


@pytest.mark.parametrize(
    ("cost", "calls"),
    [
        (Cost(0), 2),
        (Cost(50), 2),
        (Cost(51), 3),
        (Cost(170), 5),
        (Cost(50, (2, 49)), 4),
        (Cost(50, (2, 50)), 5),
        (Cost(50, (2, 51)), 5),
        (Cost(50, (2, 99)), 6),
        (Cost(50, (), 3), 5),
        (Cost(50, (), 0, 0), 3),
        (Cost(50, (), 0, 50), 4),
    ],
)
def test_least_calls_is_the_sum_in_its_docstring(cost: Cost, calls: int) -> None:
    assert least_calls(cost) == calls
