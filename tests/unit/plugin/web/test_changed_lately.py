"""*What changed* on a group's page: the last fortnight, and only what its reader may see."""

from datetime import date

from selectolax.lexbor import LexborHTMLParser

from plugin.convene.agreements import record_read_back
from plugin.convene.sessions import plan_session
from plugin.convene.template_files import read_template
from plugin.curate.pieces import write_wording
from plugin.curate.releasing import release
from plugin.domain.agreements import RULE, Outcome, Setting
from plugin.domain.harm_questions import NO_HARM
from plugin.domain.pieces import Rung
from tests.unit.plugin.curate.meeting import a_piece, meet, read_back_today
from tests.unit.plugin.web.house import TestHouse


def changed(made: TestHouse, who: str) -> list[str]:
    page = LexborHTMLParser(made.as_(who).get(f"/c/{made.community.id}/").text)
    return [" ".join(each.text().split()) for each in page.css(".lately li")]


def test_the_last_fortnight_is_told_and_no_word_that_one_may_not_read(made: TestHouse) -> None:
    services, sam, helen = made.services, made.actor("sam"), made.actor("helen")
    met = meet(services, made.community.id)
    draft = a_piece(services, helen, met, "portal", "trust")
    piece = a_piece(services, helen, met)
    read_back_today(services, sam, piece)
    day = date(2026, 12, 16)
    plan_session(services, sam, made.community.id, day, read_template("T3"))
    rule = Setting(other=(RULE, "so that all are heard"))
    given = (services, sam, met.id, None, "Nobody speaks <twice>.", rule)
    record_read_back(*given, Outcome.AGREED)
    record_read_back(services, sam, met.id, None, "Not yet this.", rule, Outcome.NOT_YET)

    first, theirs = changed(made, "helen"), changed(made, "amina")
    made.clock.pass_days(8)
    release(services, helen, piece.piece.id, Rung.PARTNERSHIP, NO_HARM)
    made.clock.pass_days(3)
    write_wording(services, helen, draft.piece.id, "Who waits?", "Who waits?", "Who waits?")
    later = changed(made, "helen")
    made.clock.pass_days(20)

    name, title = met.name, piece.newest.title
    assert f"18 Nov {name} closed" in first
    assert f"18 Nov {title} new" in first
    assert "18 Nov “Nobody speaks <twice>.” agreed" in first
    drafts = [each for each in first if each == f"18 Nov {title} new"]
    assert (len(drafts), theirs.count(drafts[0]), len(first) - len(theirs)) == (2, 1, 1)
    assert not any("Not yet this." in each for each in first)
    assert later[0] == "29 Nov Who waits? in new words"
    assert f"28 Nov {title} read by our partners" in later
    assert changed(made, "helen") == []
