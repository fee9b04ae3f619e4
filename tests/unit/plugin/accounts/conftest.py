"""The house of the pages' tests, with its people and its sandbox."""

from tests.unit.plugin.web.conftest import made

__all__ = ["made"]
