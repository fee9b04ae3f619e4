"""No refusal on a page for people without an account is in English alone."""

from tests.repo.phone_sentences import code, unsaid


def test_every_refusal_that_a_phone_can_show_can_be_read_in_welsh() -> None:
    assert unsaid() == (), "mark it with lazy_gettext, run make translations, write the Welsh"


def test_calls_are_followed_from_pages_down_to_the_store() -> None:
    reached = {f"{module}.{function.name}" for module, function in code().for_phones()}

    assert reached >= {
        "plugin.converse.own_notes.ask_to_talk",
        "plugin.store.quotable._require_all",
        "plugin.govern.complaint_log.keep",
        "plugin.converse.own_page.box",  # a method
        "plugin.curate.objections.object_without_account",
    }
