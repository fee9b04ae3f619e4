"""The sponsor's part of the story: a permission by a link, and an answer to what the group asks."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from plugin.convene.agreements import agree_later
from plugin.convene.design_lookup import find_design
from plugin.convene.group_home import community_home
from plugin.convene.permissions import ask_for_permission, give_permission, permission_page
from plugin.demo.context import DemoContext
from plugin.domain.days import long_day
from plugin.domain.follow_ups import FollowUpKind, ReplyKind, reply_in_words
from plugin.domain.permissions import PermissionWords
from plugin.domain.returns import OPEN
from plugin.mirror.follow_ups import between_sessions, choose_kind, put_to_sponsor
from plugin.mirror.returns import cards_for
from plugin.mirror.sponsor_asks import answer_ask

_LOOKED_AT_AGAIN = timedelta(days=161)
_RECEIVES = "Pieces that the group has checked, and what it asks of us."
_NEVER_ASKS = "Notes, names, and who came."
_REPLY = "To the head of digital, who comes to the next meeting."


def agree_by_link(demo_context: DemoContext) -> None:
    """Let Sam make a link, and the sponsor agree by it without an account."""
    services, company = demo_context.services, demo_context.company
    sam, group = company.facilitator, company.community
    words = PermissionWords(note=group.permission_note, sponsor=group.sponsor)
    token, _ = ask_for_permission(services, sam, group.id, words)
    review_on = services.today + _LOOKED_AT_AGAIN
    agreed = PermissionWords(
        note=words.note,
        sponsor=words.sponsor,
        receives=_RECEIVES,
        never_asks=_NEVER_ASKS,
        review_on=review_on,
    )
    given = give_permission(services, token, agreed)
    view = permission_page(services, sam, given)
    demo_context.narrator.say(
        "Sam sends a link. The sponsor writes what comes back to them and what they never ask "
        f"for, and agrees with one press. It is looked at again on {long_day(review_on)}."
    )
    demo_context.report.permission = {"agreed_by_link": int(view.agreed is not None)}


def answer_what_the_group_asks(demo_context: DemoContext) -> None:
    """Tell the seventh chapter: an agreed sentence goes to the sponsor, who passes it on."""
    services, company = demo_context.services, demo_context.company
    sam, group = company.facilitator, company.community
    demo_context.narrator.chapter("7 · The sponsor answers the group", services.now)
    here, find = (services, sam, group.id), partial(find_design, services)
    (asked,) = community_home(services, sam, group.id).open_proposals
    agree_later(*here, asked.id)
    demo_context.narrator.say(f"The group agrees what was still open: “{asked.sentence}”")
    key = f"{OPEN}{asked.id}"
    choose_kind(*here, key, FollowUpKind.ASK, find)
    put_to_sponsor(*here, key, find)
    demo_context.narrator.say("It asks its sponsor for that, in these words and no others.")
    answer_ask(services, company.sponsor, company.partnership.id, key, ReplyKind.PASSED_ON, _REPLY)
    read = [line.known.reply for line in between_sessions(*here, find).lines]
    replies = [each for each in read if each is not None]
    for each in replies:
        demo_context.narrator.say(reply_in_words(each))
    coming = sum(card.key == key for card in cards_for(*here, find))
    demo_context.narrator.say("The group reads the answer today, and the next board brings it.")
    demo_context.report.asks = {"put": 1, "answered": len(replies), "comes_back": coming}
