"""What all steps of a walk share: both sides, and who wrote which token where, and took it away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from connectors.sandbox.notion.models import Block, DataSource, Page
from plugin.curate import pieces as curate
from plugin.domain.pieces import PieceWhole
from plugin.errors import HedgerowError
from tests.unit.plugin.sync.notion_editor import Ruth
from tests.walk.world import TOKEN, World, make_world

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own below it; absent, the usual one

which = st.integers(0, 11)
person = st.sampled_from(("Ruth", "Amina"))
field = st.sampled_from(("title", "line"))
moment = st.tuples(st.integers(1, 40), st.booleans())


class Steps(RuleBasedStateMachine):
    """The state of a walk, and how its steps find and note things."""

    def __init__(self) -> None:
        super().__init__()
        folder = str(_MEMORY) if _MEMORY.is_dir() else None
        self.folder = TemporaryDirectory(prefix="hedgerow-walk-", dir=folder)
        self.world: World = make_world(Path(self.folder.name))
        self.ruth = Ruth(self.world.state)
        self.numbers = iter(range(100, 10_000))
        self.ours: set[str] = set()  # tokens written here
        self.may_leave: set[str] = set()  # of those, what stood in a checked, released wording
        self.theirs: dict[str, str] = {}  # token that nobody took away in Notion → its piece
        self.piece_of: dict[str, str] = {}  # page → the piece that it shows
        self.taken_back: set[str] = set()
        self.their_blocks: dict[str, str] = {}  # blocks that people made → what they say
        self.their_cells: dict[tuple[str, str], str] = {}  # page, column of theirs → what it says
        self.hidden: dict[str, str] = {}  # page → the table where it was

    # Finding.

    def piece(self, number: int) -> PieceWhole | None:
        """Return one of the pieces."""
        found = self.world.pieces()
        return found[number % len(found)] if found else None

    def page(self, number: int) -> Page | None:
        """Return a piece's row as people in Notion find it: not in the trash."""
        whole = self.piece(number)
        page = self.world.page_of(whole.piece.id) if whole else None
        if whole is None or page is None or self.world.state.is_trashed(page):
            return None
        self.piece_of[page.id] = whole.piece.id
        return page

    def row(self, number: int) -> tuple[Page, DataSource] | None:
        """Return a piece's row that stands in a table of the memory, and that table."""
        page = self.page(number)
        source = self.world.table_of(page) if page else None
        return (page, source) if page is not None and source is not None else None

    def told(self, page: Page) -> list[Block]:
        """Return the blocks of a page with words of people, not what Hedgerow says of itself."""
        return [b for b in self.world.blocks(page) if TOKEN.search(str(b.content))]

    # Noting.

    def try_(self, act: Callable[[], object]) -> None:
        """Do what Hedgerow may refuse; what was refused was not written."""
        try:
            act()
        except HedgerowError:
            self.ours &= self.world.tokens_kept()

    def write(self, whole: PieceWhole, **changed: str) -> None:
        """Write the next wording of a piece here."""
        newest, place = whole.newest, self.world.place
        said = {"title": newest.title, "line": newest.line, "narrative": newest.narrative}
        said |= changed
        helen = place.actor("helen")
        self.try_(lambda: curate.write_wording(place.services, helen, whole.piece.id, **said))

    def token(self, words: str) -> str:
        """Return words that nobody wrote before."""
        return f"{words} q{next(self.numbers)}z"

    def here(self, words: str) -> str:
        """Return words that are written here."""
        text = self.token(words)
        self.ours |= set(TOKEN.findall(text))
        return text

    def wrote_there(self, text: str, page: Page) -> None:
        """Note what a person wrote on a page in Notion."""
        self.theirs |= dict.fromkeys(TOKEN.findall(text), self.piece_of[page.id])

    def took_away(self, text: str) -> None:
        """Note that a person in Notion replaced or deleted this text of Notion's themselves."""
        for token in TOKEN.findall(text):
            self.theirs.pop(token, None)

    def touched(self, page: Page, who: str = "Ruth") -> None:
        """Note that a person edited a page, as Notion does for every edit of its blocks."""
        self.world.state.touch(page, self.world.state.person_of(who))

    def made_block(self, block_id: str, page: Page) -> None:
        """Note a block that a person made."""
        said = str(self.ruth.block(block_id).content)
        self.their_blocks[block_id] = said
        self.wrote_there(said, page)
        self.touched(page)

    def forget_block(self, block: Block) -> None:
        """Note that a person changed or deleted a block, and with it what lies below."""
        self.their_blocks.pop(block.id, None)
        for each in self.world.below(block):
            self.their_blocks.pop(each.id, None)
