import pytest

from plugin.capture.plan import Cost, least_calls


@pytest.mark.parametrize(
    ("cost", "calls"),
    [
        (Cost(0, 0, 0), 2),
        (Cost(50, 39, 11), 2),
        (Cost(51, 40, 11), 3),
        (Cost(119, 58, 11), 4),
        (Cost(170, 58, 11), 4),
        (Cost(50, 39, 11, (2, 51)), 5),
        (Cost(50, 39, 11, (2, 49)), 4),
        (Cost(50, 39, 11, (2, 50)), 5),
        (Cost(50, 39, 11, (2, 99)), 6),
        (Cost(50, 39, 11, (), 3), 5),
    ],
)
def test_least_calls_is_the_sum_in_its_docstring(cost: Cost, calls: int) -> None:
    assert least_calls(cost) == calls
