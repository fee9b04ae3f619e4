"""JSON as vendors send it; numbers that are not finite, which JSON does not know, are absent."""

import json
import math

LONGEST_WHOLE = 300  # digits: a longer number is none that anybody counts with


def decoded(content: bytes) -> tuple[object, bool]:
    """Return the value of a body, and whether it was JSON; no body at all is None."""
    if not content:
        return None, True
    try:
        return json.loads(content, parse_float=_finite, parse_constant=_absent), True
    except RecursionError:
        return None, False
    except ValueError:  # no JSON, or a whole number of thousands of digits
        pass
    try:
        value = json.loads(content, parse_float=_finite, parse_constant=_absent, parse_int=_whole)
    except (ValueError, RecursionError):
        return None, False
    return value, True


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_WHOLE else None


def _absent(_: str) -> None:
    """Read `NaN`, `Infinity` and `-Infinity` as null."""
