"""What a restore does about each function of the store that deletes or changes rows.

A function that writes an entry of the log itself needs no line. Any other is listed here with the
entry by which its work is done again, or with why nothing has to be: a new one without a line fails
`test_05_every_taking_away_is_noted`. What `COMES_BACK` lists is told in `docs/operate.md`.
"""

from enum import Enum

from plugin.domain.erasure_log import Went


class Why(Enum):
    """Why no entry of the log is needed."""

    ENDED = "every restore ends it (`store.ended_access`)"
    DAYS = "its day takes it, as the tidy that ends a restore looks at days"
    GIVES = "it gives, confirms or reminds: without it fewer people read less"
    MACHINE = "work of this server: jobs, writes, marks of syncing, what a search knows"
    CARRIED_OUT = "it is what a restore, or an entry of the log, carries out"
    AT_CLOSE = "it goes when a session is closed, which is done again"
    COMES_BACK = "the older choice comes back, as `docs/operate.md` says"


WHEN_DONE_AGAIN: dict[Went, str] = {
    Went.NOTE_ERASED: """
        boards.forget_card copies.know_withdrawn desk_marks.leave_desk follow_ups.forget_note
        identifier_decisions.let_go_of_note links.mark_gone notes.erase_note
        objections.drop_repeating permissions.drop piece_evidence.drop_pictures_without_words
        private_lists.drop_repeating questions.drop_closing_words questions.drop_repeating
        quotes.let_go_of_note repeating.empty_repeating reviews.open_review
        struck_texts._strike sync_runs.words_went""",
    Went.NOTE_FORGOTTEN: "quiet_notes._remove",
    Went.NOTE_STRICTER: "notes.save_note",
    Went.ITEMS_BOUND: "unread_items.leave_unread",
    Went.WORDS_ERASED: """
        desk_texts.change_desk_texts identifier_places.change_texts quotes.mean_all_of_note""",
    Went.PLACE_ENDED: """
        drafts.forget_of_person memos.forget_private
        memberships.change memberships.make_room memberships.note_left people.forget_name
        private_lists.forget""",
    Went.PERSON_PARTED: "moved_people._drop_doubles moved_people._move_in_list",
    Went.ADDRESS_GONE: "address_writers.note_replaced memberships.begin_again",
    Went.AGREED: "notes.cut_versions_to shorter_lives._no_later",
    Went.DISCONNECTED: "connections.remove_installation",
    Went.DISGUISED: "identifier_decisions._drop_same",
    Went.NO_PERSON_ENDED: "identifier_decisions.forget_decision",
    Went.QUOTE_REFUSED: "quotes.say",
    Went.YES_CHANGED: "taking_out.agree_again",
}
NOT_DONE_AGAIN: dict[Why, str] = {
    Why.ENDED: """
        api_requests.forget_before api_tokens.forget_over api_tokens.note_use api_tokens.revoke
        exports._drop exports.drop_old_contents exports.keep_content follow_ups.wait_for_answer
        heartbeats.beat heartbeats.forget heartbeats.forget_before leases.give_back leases.renew
        leases.set_lease miro_links.add_code miro_links.forget_old_codes miro_links.take_code
        miro_links.unlink outbox.drop_mail outbox.drop_old_mails outbox.say_less
        participants.forget_join_code
        permissions.drop_waiting reminders.forget reminders.forget_all reminders.forget_due
        reminders.mark_told sign_ins.end sign_ins.end_links sign_ins.end_sessions
        sign_ins.forget_link sign_ins.forget_old sign_ins.seen sign_ins.take_state
        sign_ins.use_link stay_questions.ask
        talk_wishes.drop_repeating talk_wishes.forget talk_wishes.forget_all talk_wishes.save
        webhooks.delivered webhooks.give_up webhooks.lock_again webhooks.put_off webhooks.remove""",
    Why.DAYS: """
        access_log.forget_before complaint_log.forget_answered_before copies.forget_all
        gone_words.forget_runs note_texts.drop_older_due objections.drop_old_links
        passed_on_links.forget_old passphrases.forget_unused plain_digests.put_keyed_ones
        pulse.forget_due pulse.forget_due_in_open quiet_notes.forget_due
        quiet_notes.forget_never_opened sessions.forget_session_secret""",
    Why.GIVES: """
        address_writers.confirm answers.confirm_own_yes communities.set_outcome
        complaint_log.answer complaint_log.say_arrived connections.save_installation copies.answer
        editions.say_agreed editions.say_read notes.answer_brake objections.let_links_live
        objections.use_link questions.add_question quiet_notes.end reviews.settle""",
    Why.MACHINE: """
        boards.forget_returned boards.link_items connections.save_account_name
        connections.save_parent_page copies.forget former_tables.forget gone_words._add_places
        gone_words.remember_runs
        intents.forget_closed intents.forget_closed_of invitations.mark_invited jobs._change
        jobs.cancel jobs.claim jobs.cut_to jobs.forget jobs.forget_before jobs.forget_ended
        jobs.forget_kind links.resolve_conflict links.save_conflict links.save_place
        live_steps.forget_live_steps live_steps.keep_told notes.confirm_withdrawals
        notes.set_brake notes.withdraw_brakes
        phone_stickies.forget_stickies phone_stickies.save_stickies quiet_notes.keep_told
        said_beside.link unread_items.forget_unread
        search.forget search.remove sync_runs.finish_run sync_runs.forget_old sync_runs.start_run
        watches.bring_back watches.forget watches.rest watches.save""",
    Why.CARRIED_OUT: """
        closed_words._follow ended_access.end_all erasure_log.keep_only follow_ups.forget_reply
        follow_ups.forget_what_became identifier_decisions.end_no_person_again
        legal_holds.end_again noticed.forget own_texts.take_out piece_evidence.forget_evidence
        piece_readings.end_again private_lists.erase_again questions.count_no_more
        questions.forget_words_of questions.refuse sessions.collect_less""",
    Why.AT_CLOSE: """
        participants.forget_all side_tables._taken_out side_tables.cut_withdrawals_to_the_day
        side_tables.fold_captures side_tables.forget_answered_brakes side_tables.hash_item_ids
        side_tables.shuffle_notes writing_windows.forget""",
    Why.COMES_BACK: """
        called_off.forget_session clusters.became clusters.remove clusters.reword clusters.take
        desk_marks.fill_tray desk_marks.forget_read desk_steps.forget desk_steps.remember
        dots.save_dots drafts.forget drafts.forget_of_piece drafts.keep
        invitations.save_start
        memos.forget_about memos.move_to memos.save own_sortings.show
        piece_collections.remove piece_collections.save piece_collections.take_out
        own_sortings.throw_away people.rename pieces.part pieces.put_back_sources
        pieces.take_sources_off private_lists.set_done pulse.save_answers
        quotes.let_go_of_gaps
        questions.set_closing_words shown_as_one.put_under shown_as_one.show_apart
        sessions.set_who_is_who themes._merge_of_pieces themes._merge_of_words themes.bring_back
        themes.give themes.give_words
        themes.merge themes.propose themes.save_memo themes.save_theme themes.take
        themes.take_off_piece writing_windows.set_last_day""",
}
