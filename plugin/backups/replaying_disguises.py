"""Disguises again what was disguised after a backup was made.

The log has neither the words nor what was to stand in their place: the words are found where they
stand in a note, and a gap stands there until somebody who curates chooses again.
"""

from __future__ import annotations

from plugin.domain.erasure_log import LogEntry
from plugin.identifiers import IdentifierKind
from plugin.identifiers.decisions import GAP, DecidedAs, IdentifierDecision
from plugin.store import identifier_decisions
from plugin.store.database import Tx
from plugin.store.disguise_places import key_at
from plugin.store.services import Services


def disguise(services: Services, tx: Tx, entry: LogEntry) -> None:
    """Let a gap stand in place of words, wherever they leave their group."""
    kind = IdentifierKind[entry.detail["kind"]]
    for place in entry.detail["places"]:
        key = key_at(tx, kind, place)
        if key is not None:
            decision = IdentifierDecision(
                services.new_id(), kind, key, DecidedAs.DISGUISED, GAP, place[0]
            )
            identifier_decisions.add_decision(tx, entry.about, decision, services.now)
            return


def end_no_person(_services: Services, tx: Tx, entry: LogEntry) -> None:
    """Ask again about words that point to nobody, as somebody had said before."""
    identifier_decisions.end_no_person_again(tx, entry.about)
