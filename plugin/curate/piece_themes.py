"""Themes of a piece: chosen on its page, or in Notion by who reads it there.

They are no part of a wording: they change without a check, and un-check nothing.
"""

from __future__ import annotations

from plugin.curate.pieces import piece_for
from plugin.domain.people import Actor, Power
from plugin.domain.pieces import PieceWhole
from plugin.domain.themes import Theme, name_of, named
from plugin.errors import BadInput
from plugin.store import themes as stored_themes
from plugin.store.services import Services


def themes_to_choose(services: Services, whole: PieceWhole) -> tuple[Theme, ...]:
    """Return the themes of a piece's group that it does not have."""
    own = {each.theme_id for each in whole.themes}
    with services.db.read() as tx:
        known = stored_themes.themes(tx, whole.piece.community_id)
    return tuple(each for each in known if each.merged_into is None and each.id not in own)


def give_piece_theme(services: Services, actor: Actor, piece_id: str, name: str) -> str:
    """Give a piece a theme by its name, a new one if there is none of it; return a sentence."""
    wanted = name_of(name)
    with services.db.begin() as tx:
        piece = piece_for(tx, actor, piece_id, Power.CURATE).piece
        theme = named(stored_themes.themes(tx, piece.community_id), wanted)
        says = ""
        if theme is None:
            theme = Theme(id=services.new_id(), community_id=piece.community_id, name=wanted)
            stored_themes.save_theme(tx, theme, None)
            says = " It is new: say on Themes what it means, and whether our partners may read it."
        stored_themes.put_on_piece(tx, piece_id, theme.id)
    return f"The piece has the theme {theme.called}.{says}"


def take_piece_theme(services: Services, actor: Actor, piece_id: str, theme_id: str) -> str:
    """Take a theme from a piece; return a sentence. Raise BadInput where it does not have it."""
    with services.db.begin() as tx:
        whole = piece_for(tx, actor, piece_id, Power.CURATE)
        if all(each.theme_id != theme_id for each in whole.themes):
            raise BadInput("The piece does not have that theme. Nothing was changed.")
        stored_themes.take_off_piece(tx, piece_id, theme_id)
    return "The theme is taken from the piece."
