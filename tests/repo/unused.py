"""Finds code that nothing uses; `make lint` runs it.

vulture knows Python only, so words of templates and texts of `getattr` count as uses here, and what
frameworks call by name is listed below.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

_TOP = Path(__file__).parents[2]
_CODE = ("plugin", "connectors", "schemas")
_TEMPLATES = ("plugin/web/templates", "connectors/sandbox/templates")
# Fields are left out: records are read as a whole (`asdict`), schemas by marshmallow.
_KINDS = frozenset({"function", "method", "class", "property", "import", "unreachable_code"})
# Whole and tested, but no page or command calls it yet.
_BEFORE_THEIR_PAGES = frozenset({"in_force"})
# Measures of rectangles, by which tests hold the layout of boards.
_MEASURES = frozenset({"overlaps", "contains"})
# Called, or read, by a framework under this very name.
_BY_FRAMEWORKS = frozenset(
    {
        *("Meta", "lift_body", "require_cursor"),  # marshmallow
        *("process_bind_param", "process_result_value"),  # SQLAlchemy
        *("finish_request", "murder_pending", "handle_error", "load_config"),  # gunicorn
        *("log_request", "__exit__"),  # http.server, with
        "_get_file_stream",  # Werkzeug
    }
)


def unused() -> Iterator[str]:
    """Yield what nothing uses, a line each: where it is, and what."""
    found = Vulture(
        ignore_names=[*_BY_FRAMEWORKS, *_BEFORE_THEIR_PAGES, *_MEASURES],
        ignore_decorators=["@*.get", "@*.post", "@*.route", "@*.command", "@*.group", "@*route*"],
    )
    found.scavenge([str(_TOP / each) for each in _CODE], exclude=["*/migrations/*"])
    words = set()
    for folder in _TEMPLATES:
        for template in (_TOP / folder).rglob("*"):
            if template.is_file() and template.suffix in {".html", ".txt", ".svg"}:
                words |= set(re.findall(r"\w+", template.read_text()))
    tests = Vulture()
    tests.scavenge([str(_TOP / "tests")])
    for item in found.get_unused_code(min_confidence=60):
        # What only tests use is a client's public method, or it is dead.
        is_tested = item.name in tests.used_names and "connectors" in item.filename.parts
        if item.typ in _KINDS and item.name not in words and not is_tested:
            where = item.filename.relative_to(_TOP)
            yield f"{where}:{item.first_lineno}: unused {item.typ} {item.name}"


if __name__ == "__main__":
    lines = [*unused()]
    sys.exit("\n".join(lines) if lines else 0)
