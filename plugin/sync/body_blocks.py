"""Blocks of the body of a row's page, as plans and actions name them."""

from __future__ import annotations

from dataclasses import dataclass

from plugin.domain.piece_records import KINDS, OTHER_VIEW

HEADING_OF_OTHERS = ("heading_3", OTHER_VIEW)  # over what does not fit, in a story
BULLET = "bulleted_list_item"  # of what does not fit, and of what follows


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """One block of a page's body: of the story, the divider, a reading, the grey line, the callout.

    A reading is a toggle with a paragraph inside; the grey line has a link. A bullet of the story
    leads nowhere. Another says the kind of another piece, and names the `page` of that in Notion,
    which shows what it is called, or has a link; no words of a piece are in it.
    """

    type: str
    text: str = ""
    link: str = ""
    inside: str = ""
    page: str = ""
    made_now: str = ""  # our id of that piece, where its row is made in this run

    @property
    def is_story(self) -> bool:
        """Say whether it is a paragraph of the story, in whatever form."""
        is_bullet = self.type == BULLET and not self.is_leading
        is_heading = (self.type, self.text) == HEADING_OF_OTHERS
        return self.type in ("paragraph", "quote") or is_bullet or is_heading

    @property
    def is_leading(self) -> bool:
        """Say whether it leads elsewhere, and says a kind alone: no words of a piece."""
        return bool(self.page or self.link) and self.text in KINDS.values()
