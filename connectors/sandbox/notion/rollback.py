"""All or nothing: a refused request leaves no half of itself behind.

Readers may have added an option, a property or a back side before a later part of the request is
refused; these guards put back what was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy

from connectors.sandbox.notion.models import DataSource, Page, Thing
from connectors.sandbox.notion.state import NotionState


@contextmanager
def all_or_nothing(state: NotionState) -> Iterator[None]:
    """Put every thing of the workspace back when the request is refused."""
    before = {thing_id: _kept(thing) for thing_id, thing in state.things.items()}
    try:
        yield
    except Exception:
        state.things = before
        raise


@contextmanager
def schema_unchanged(source: DataSource | None) -> Iterator[None]:
    """Put a data source's options back when the values that named new ones are refused.

    It looks at one schema alone, so that making a row costs the same in a long list.
    """
    before = deepcopy(source.schema) if source else {}
    try:
        yield
    except Exception:
        if source:
            source.schema = before
        raise


def _kept(thing: Thing) -> Thing:
    kept = copy(thing)
    kept.children = list(thing.children)
    if isinstance(kept, Page):
        kept.values = dict(kept.values)
    if isinstance(kept, DataSource):
        kept.schema = deepcopy(kept.schema)
    return kept
