"""Texts of a group: words that went, or are held, come back in none, and held ones are not shown.

Asked by the functions that store such texts, so that no page can forget: names, questions,
permissions, contacts, rules, invitations and sentences that were read back. They stand on boards,
in mails and in Notion. Pieces have their own rules (`gone_words`, `held_words`).

Texts in which held words stand already are hidden here, and not on pages, so that no page, board,
mail, file or row in Notion can forget it. What is held is asked for once in a transaction, or for a
page (`held_words`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from plugin.domain.about_group import HEADINGS, AboutGroup
from plugin.domain.agreements import Agreement, Proposal
from plugin.domain.blankness import fold
from plugin.domain.communities import Community
from plugin.domain.ground_rules import RuleReason
from plugin.domain.hidden_texts import HIDDEN, hide, hide_lines, put_back, put_lines_back
from plugin.domain.invitations import Arrangements
from plugin.domain.overlap import Phrases
from plugin.domain.permissions import PermissionWords
from plugin.domain.piece_records import Piece
from plugin.errors import BadInput
from plugin.languages import lazy_gettext
from plugin.store.database import Tx
from plugin.store.gone_words import phrases_gone
from plugin.store.held_words import held_of, know_partnerships, phrases_held_beside

_GONE = lazy_gettext(
    "Words that were taken back, or erased on their day, stand in what you wrote. Nothing was "
    "stored. Write it without the words of that note."
)
_HELD = lazy_gettext(
    "Words of a held note stand in what you wrote, or of a quote to which its writer said no: "
    "refused words and held notes are never quoted. Nothing was stored. Write it in other words."
)


@dataclass(frozen=True, slots=True)
class Unquotable:
    """What no text of a group may repeat: words that went, and held words."""

    gone: Phrases
    held: Phrases | None

    def stand_in(self, text: str) -> bool:
        """Say whether such words stand in a text, or did and are hidden by now."""
        if HIDDEN in text:
            return True
        folded = fold(text)
        return self.gone.stand_in(folded) or (self.held is not None and self.held.stand_in(folded))


def unquotable(tx: Tx, community_id: str) -> Unquotable:
    """Return what no text of a group may repeat, to look at several texts."""
    return Unquotable(phrases_gone(tx, community_id), phrases_held_beside(tx, community_id))


def quotable_of(tx: Tx, community_id: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Return those of a group's texts in which no words stand that went or are held."""
    if not texts:
        return ()
    unwanted = unquotable(tx, community_id)
    return tuple(text for text in texts if not unwanted.stand_in(text))


def require_quotable(
    tx: Tx, community_id: str, texts: Iterable[str], before: Iterable[str] = ()
) -> None:
    """Return if nothing that went, or is held, comes into these texts of a group; raise BadInput.

    What stands in `before` is there already, and may stay while other words are changed: it is
    reported where words are taken back.
    """
    _require_all(unquotable(tx, community_id), "\n".join(texts), "\n".join(before))


def require_each_quotable(tx: Tx, community_id: str, fields: Iterable[tuple[str, str]]) -> None:
    """Return if none of these comes into a field of a group; raise BadInput.

    Of each field is given what it will say and what it says now, which may stay in it, and in no
    other: whoever moves words could empty the first field then.
    """
    pairs = tuple(fields)
    unwanted = unquotable(tx, community_id)
    for new, old in pairs:
        _require_all(unwanted, new, old)
    # Words that are shared out between two fields come back too.
    _require_all(unwanted, "\n".join(new for new, _ in pairs), "\n".join(old for _, old in pairs))


def _require_all(unwanted: Unquotable, text: str, before: str) -> None:
    new, old = fold(text), fold(before)
    if _come_in(unwanted.gone, new, old):
        raise BadInput(_GONE)
    if unwanted.held is not None and _come_in(unwanted.held, new, old):
        raise BadInput(_HELD)


def _come_in(unwanted: Phrases, new: str, old: str) -> bool:
    return unwanted.stand_in(new) and unwanted.without(old).stand_in(new)


_COMMUNITY = ("name", "question", "permission_note", "sponsor", "host", "contact")
_ARRANGED = ("place", "access", "other_ways", "notice", "outcome")
_PERMITTED = ("note", "sponsor", "receives", "never_asks")


def shown_communities(tx: Tx, stored: Collection[Community]) -> tuple[Community, ...]:
    """Return communities as they may be read."""
    know_partnerships(tx, stored)
    held = held_of(tx, {each.partnership_id for each in stored})
    return tuple(_community(each, held[each.partnership_id]) for each in stored)


def _community(stored: Community, held: Phrases | None) -> Community:
    if held is None:
        return stored
    texts = _shown(stored, _COMMUNITY, held)
    return replace(stored, rules=hide_lines(stored.rules, held), **texts)


def community_to_store(tx: Tx, given: Community, stored: Community) -> Community:
    """Return a community with what was hidden from whoever changed it."""
    held = held_of(tx, [stored.partnership_id])[stored.partnership_id]
    texts = {
        name: put_back(getattr(given, name), getattr(stored, name), held) for name in _COMMUNITY
    }
    return replace(given, rules=put_lines_back(given.rules, stored.rules, held), **texts)


def shown_agreement(stored: Agreement, held: Phrases | None) -> Agreement:
    """Return an agreement as it may be read; the reasons for a hidden rule are hidden with it."""
    if held is None:
        return stored
    rules = hide_lines(stored.rules, held)
    reasons = {
        rule: RuleReason(*(hide(text, held) for text in said.texts))
        for rule, said in stored.details.reasons.items()
        if rule in rules
    }
    return replace(stored, rules=rules, details=replace(stored.details, reasons=reasons))


def agreement_to_store(
    given: Agreement, stored: Agreement | None, rules: Collection[str], held: Phrases | None
) -> Agreement:
    """Return an agreement with what was hidden; `rules` are those of its group, if it had none."""
    if held is None:
        return given
    known = stored.details.reasons if stored else {}
    back = put_lines_back(given.rules, stored.rules if stored else rules, held)
    reasons = {
        rule: RuleReason(
            *(
                put_back(new, old, held)
                for new, old in zip(said.texts, known.get(rule, RuleReason()).texts, strict=True)
            )
        )
        for rule, said in given.details.reasons.items()
        if rule != HIDDEN
    }
    hidden = {rule: known[rule] for rule in back if rule in known and rule not in given.rules}
    details = replace(given.details, reasons=reasons | hidden)
    return replace(given, rules=back, details=details)


def shown_proposal(stored: Proposal, held: Phrases | None) -> Proposal:
    """Return a sentence that was read back, as it may be read."""
    if held is None:
        return stored
    setting = stored.setting
    if setting.other is not None:
        name, value = setting.other
        setting = replace(setting, other=(hide(name, held), hide(value, held)))
    return replace(stored, sentence=hide(stored.sentence, held), setting=setting)


def shown_about(stored: AboutGroup, held: Phrases | None) -> AboutGroup:
    """Return what a group wrote of itself, as it may be read."""
    return replace(stored, **_shown(stored, tuple(HEADINGS), held))


def about_to_store(given: AboutGroup, stored: AboutGroup, held: Phrases | None) -> AboutGroup:
    """Return what a group writes of itself, with what was hidden."""
    return replace(given, **_put_back(given, stored, tuple(HEADINGS), held))


def shown_arrangements(stored: Arrangements, held: Phrases | None) -> Arrangements:
    """Return what was arranged, as it may be read."""
    return replace(stored, **_shown(stored, _ARRANGED, held))


def arrangements_to_store(
    given: Arrangements, stored: Arrangements, held: Phrases | None
) -> Arrangements:
    """Return what was arranged, with what was hidden."""
    return replace(given, **_put_back(given, stored, _ARRANGED, held))


def shown_permission(stored: PermissionWords, held: Phrases | None) -> PermissionWords:
    """Return the words of a permission as they may be read."""
    return replace(stored, **_shown(stored, _PERMITTED, held))


def permission_to_store(
    given: PermissionWords, stored: PermissionWords, held: Phrases | None
) -> PermissionWords:
    """Return the words of a permission, with what was hidden."""
    return replace(given, **_put_back(given, stored, _PERMITTED, held))


def _shown(stored: object, names: Collection[str], held: Phrases | None) -> dict[str, Any]:
    return {name: hide(getattr(stored, name), held) for name in names}


def _put_back(
    given: object, stored: object, names: Collection[str], held: Phrases | None
) -> dict[str, Any]:
    return {name: put_back(getattr(given, name), getattr(stored, name), held) for name in names}


def as_read(
    tx: Tx, pieces: Iterable[Piece], parts: Mapping[str, Sequence[Any]], *names: str
) -> defaultdict[str, list[Any]]:
    """Return parts of pieces, by piece, with a sign where held words stand in these texts of them.

    Nothing is asked for where no part says anything.
    """
    said = {
        key
        for key, those in parts.items()
        if any(getattr(each, name) for each in those for name in names)
    }
    partnerships = {each.id: each.partnership_id for each in pieces if each.id in said}
    held = held_of(tx, set(partnerships.values())) if partnerships else {}
    shown: defaultdict[str, list[Any]] = defaultdict(list)
    for key, those in parts.items():
        hidden = held[partnerships[key]] if key in partnerships else None
        shown[key] = [
            replace(each, **{name: hide(getattr(each, name), hidden) for name in names})
            for each in those
        ]
    return shown
