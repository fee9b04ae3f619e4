"""What the code and the templates mark to be said in other languages."""

from collections.abc import Iterator

from babel.messages.extract import extract

from tests.shared import REPOSITORY

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}


def marked() -> Iterator[str | tuple[str, ...]]:
    """Yield every message that the code or a template marks."""
    plugin = REPOSITORY / "plugin"
    for path in sorted((*plugin.rglob("*.py"), *plugin.glob("web/templates/*.html"))):
        text = path.read_bytes()
        if b"gettext(" not in text and b"_('" not in text and b"{% trans" not in text:
            continue
        method = "python" if path.suffix == ".py" else "jinja2"
        with path.open("rb") as file:
            for _, found, _, _ in extract(method, file, KEYWORDS, options={"trimmed": "true"}):
                yield found
