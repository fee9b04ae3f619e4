"""Hides texts of groups in which held words stand, wherever they are read from the store.

Here, and not on pages, so that no page, board, mail, file or row in Notion can forget it. What is
held is asked for once in a transaction, or for a page (`held_words`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from plugin.domain.about_group import HEADINGS, AboutGroup
from plugin.domain.agreements import Agreement, Proposal
from plugin.domain.communities import Community
from plugin.domain.ground_rules import RuleReason
from plugin.domain.hidden_texts import HIDDEN, hide, hide_lines, put_back, put_lines_back
from plugin.domain.invitations import Arrangements
from plugin.domain.overlap import Phrases
from plugin.domain.permissions import PermissionWords
from plugin.store.database import Tx
from plugin.store.held_words import held_of, know_partnerships

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
