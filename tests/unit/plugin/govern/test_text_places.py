"""Every column that can hold text, and what happens there when words are taken back."""

from enum import Enum

import sqlalchemy as sa

from plugin.store.columns import Words
from plugin.store.tables import metadata


class TextPlace(Enum):
    """What a withdrawal does with words in a column, or why none of the note's can be there."""

    ERASED = "erased with the note"
    DROPPED = "erased where it repeats the words (`store.let_go`)"
    REPORTED = "looked at, and named in the report (`govern.reached`)"
    MARKED = "kept; where the words stand is remembered, and nobody outside reads it"
    NOTION = "looked at with the pages in Notion (`govern.reached_in_notion`)"
    NAMES = "names of people, accounts, places and the partnership: not compared"
    OURS = "written by Hedgerow: numbers, ids, states, reasons, reports, secrets"


_PLACES: dict[TextPlace, str] = {
    TextPlace.ERASED: """
        note.text note.tags note_version.text search_text.words quiet_note.text
        quiet_note.returned_with identifier_decision.key identifier_decision.replacement
    """,
    TextPlace.DROPPED: """
        objection_reason.words outgoing_mail.subject outgoing_mail.body returned.title
        returned.description cluster.sentence desk_step.before
        draft.title draft.line draft.narrative collection.name
        theme.name theme.definition memo.words thing_memo.words noticed.words
        set_aside.because piece_step.because
        piece_reading.origin piece_reading.words piece_evidence.words piece_evidence.unit
        piece_evidence.source piece_evidence.people edition.title edition.summary edition.story
        answer.words answer.told_words question.closing_words pulse_answer.change
        thing_to_change.words follow_up.became follow_up.answer_words private_line.words
        talk_wish.found_at legal_hold.reason complaint.words complaint.answer complaint.reply_to
    """,
    TextPlace.REPORTED: """
        community.name community.question community.permission_note community.sponsor
        community.host community.contact community.rules session.name session.questions
        proposal.sentence
        proposal.setting agreement.rules agreement.reasons arrangements.place arrangements.access
        arrangements.other_ways arrangements.notice arrangements.outcome permission.note
        permission.sponsor
        permission.receives permission.never_asks design_version.document
        about_group.parties about_group.missing about_group.intentions about_group.interests
        about_group.cadence
    """,
    TextPlace.MARKED: "wording.title wording.line wording.narrative",
    TextPlace.NOTION: """
        link.agreed link.blocks conflict.agreed conflict.ours conflict.theirs conflict.theirs_by
        sync_step.fields
    """,
    TextPlace.NAMES: """
        partnership.name person.name known_as.name held_reader.name board.name board.view_link
        piece_reading.signed_as installation.account_name installation.place_name account_name.name
    """,
    TextPlace.OURS: """
        installation.access_token installation.refresh_token intent.payload intent.outcome
        withdrawal.reached job.let_in_by job.payload job.phases job.says job.outcome link.row_state
        export.holds notion_place.sources sign_in.let_in_by sign_in_link.let_in_by sync_run.outcome
        agreement.labels agreement.kinds erasure_log.detail
        permission.let_in_by session.policy sync_step.why brake.note_ids
        capture.counts design_version.boxes note.gone_because source.gone_because
        edition.let_in_by complaint.readers wording.let_in_by gone_words.places own_yes.let_in_by
        own_yes.note_ids own_yes.confirmed_let_in_by edition.agreed_let_in_by
        edition.read_let_in_by
        quote.spans quote_refusal.spans theming.spans
        objection_link.let_in_by miro_person.let_in_by desk_step.changes question.note_ids
        draft.note_ids draft.against
        follow_up.let_in_by
        api_token.let_in_by api_token.scopes
    """,
}


def test_every_column_of_text_is_placed() -> None:
    # A new one must be decided about: people's words in it have to be erased, named or refused.
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, Words | sa.Text | sa.JSON)
    }

    assert {each for columns in _PLACES.values() for each in columns.split()} == found
