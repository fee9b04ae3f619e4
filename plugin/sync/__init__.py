"""Notion both ways: what a partnership learnt, carried there and back without losing a word.

To read it: `merge` (one text, three sides), `plan` and `pieces` (what is to be done), `actions`
(what can be done), `execute` (the doing), `run` (one run from beginning to end). `notion` and
`here` read and write on either side, `memory` makes the page and its tables, `report` says it.

Rule of this folder: `merge`, `plan`, `actions`, `columns`, `pieces` and `memory.plan` are pure and
decide; the rest reads, sends and stores. Nothing decides by time or by absence, and nothing goes
to Notion but a wording that was checked, of a piece that our partners may read.
"""

from plugin.sync.here.resolve import keep_here, partnership_of, put_back, resolve, why_it_stays
from plugin.sync.memory.views import VIEWS
from plugin.sync.notion.comments import look_for_comments
from plugin.sync.poll import Look, is_watched, look
from plugin.sync.report.page import SyncView, require_sync, view
from plugin.sync.report.steps import Preview, StepLine, Synced, lines_of
from plugin.sync.run import READING, preview, sync
from plugin.sync.target import NO_OPTIONS, SyncOptions

__all__ = [
    "NO_OPTIONS",
    "READING",
    "VIEWS",
    "Look",
    "Preview",
    "StepLine",
    "SyncOptions",
    "SyncView",
    "Synced",
    "is_watched",
    "keep_here",
    "lines_of",
    "look",
    "look_for_comments",
    "partnership_of",
    "preview",
    "put_back",
    "require_sync",
    "resolve",
    "sync",
    "view",
    "why_it_stays",
]
