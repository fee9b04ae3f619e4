"""Sentences of a sync for people: what happened, what is safe, what to do. No words of a piece."""

from __future__ import annotations

TRASHED = (
    "A piece was put into the trash in Notion ({url}). Nothing was changed here. Open its page in "
    "Hedgerow: there you can put it back, or take it down."
)
HIDDEN = (
    "Notion no longer shows us the row of a piece ({url}): it is not shared with Hedgerow any "
    "more, or deleted for good. Nothing was changed here. Share it again, or take the piece down."
)
UNREAD = (
    "Notion shows the row of a piece in a form that Hedgerow cannot read ({url}). Nothing was "
    "changed on either side, and everything else goes on. The next sync looks again; if it stays "
    "so, tell the administrator: its log says which places did not fit."
)
DOWN_UNREAD = (
    "A piece was taken down ({url}), and Notion shows its row in a form that Hedgerow cannot read. "
    "Its words may still be there: delete the row in Notion."
)
ROW_UNREAD = (
    "Notion shows the row of a {kind} in a form that Hedgerow cannot read. Nothing was changed on "
    "either side. The next sync looks again."
)
COLUMNS_UNREAD = (
    "Hedgerow cannot read {columns} of a piece in Notion ({url}). That was left as it is on both "
    "sides, and everything else goes on. Open the row in Notion and write it there again."
)
ROW_COLUMNS_UNREAD = (
    "Hedgerow cannot read {columns} of the {kind} “{name}” in Notion. That was left as it is, and "
    "everything else goes on. Open the row in Notion and empty those cells: Hedgerow fills them."
)
NEW_ROW_UNREAD = (
    "Hedgerow cannot read {columns} of a row that somebody made in Memory in Notion ({address}). "
    "The row was left as it is, and nothing was made here. Write it there again; the next sync "
    "takes the row."
)
BLOCKS_LEFT = (
    "{blocks} of a page that somebody made in Notion {were} not taken: {kinds}. The page keeps "
    "them, and its words were taken. Write on the page in words what a group has to read."
)
COLUMN_TYPE_UNREAD = (
    "Hedgerow cannot read of which type the column “{name}” of {source} is in Notion now. It was "
    "left as it is, and the other columns go on. The next sync looks again."
)
LIES_IN_TRASH = (
    "Notion refuses to change it: it lies in Notion's trash, or under a page that does. What is "
    "here is safe, and the row is left alone until then. Restore that page in Notion, then sync "
    "again."
)
BURIED = (
    "The row of a piece lies in Notion's trash, or under a page that does ({url}), so nothing of "
    "it can be changed there. What is here is safe. Restore that page in Notion and sync again, or "
    "take the piece down here. If it was restored and this stays, run: hedgerow sync --full"
)
MEMORY_IN_TRASH = (
    "The memory in Notion lies in the trash, or under a page that does, so Notion takes nothing "
    "new. What is here is safe. Restore that page in Notion, then sync again."
)
MOVED = (
    "The row of a piece was moved out of the memory in Notion ({url}). Its title and story are "
    "followed there; the rest comes back when the row does. Look who can read it there."
)
FORMER_ROW = (
    "A row that lies in a group's own memory in Notion is no longer followed ({address}): all "
    "groups share the partnership's memory now. Nothing on that row was changed, and what was "
    "written there since the last sync was not taken. Copy what you still need; delete it there if "
    "nobody needs it."
)
ORDER_LEFT = (
    "The paragraphs of a piece stand in another order in Notion than here ({url}). Notion cannot "
    "move them, and making them again would lose what people put on them there. Their words are "
    "the same; drag them in Notion if the order matters."
)
MANY_GONE = (
    "{gone} of {all} rows in Notion are suddenly in the trash or not to be seen. Nothing was "
    "changed on either side. If they were deleted by mistake, put them back from Notion's trash, "
    "or share them again. If they are meant to be gone, say so on the sync page, or run: "
    "hedgerow sync --although-gone"
)
DOWN_IN_TRASH = (
    "A piece that was taken down ({url}) lies in Notion's trash with its words. Delete it "
    "there for good."
)
DOWN_NOT_SEEN = (
    "A piece was taken down ({url}), and Notion does not show us its row any more. Look for it in "
    "Notion and delete it there."
)
DOWN_TURNED = (
    "A paragraph of a piece that was taken down ({url}) had been turned in Notion into something "
    "that Hedgerow cannot empty. It went to Notion's trash with its words: delete it there for "
    "good."
)
DOWN_WITH_THEIRS = (
    "A piece was taken down ({url}), and what people added to its page went to Notion's trash with "
    "it, unchanged: copy it out there if it is still needed."
)
ROW_ABSENT = (
    "The row of a {kind} cannot be found in Notion. Nothing was changed here. Put it back there if "
    "it is in the trash."
)
CHOOSE_COMMUNITY = (
    "A row that somebody made in Memory in Notion belongs to no group that Hedgerow can tell. "
    "It was left as it is, and nothing was made here. Choose one in its column Community there; "
    "the next sync brings it to the desk."
)
PUT_BACK = (
    "A change in Notion of a column that Hedgerow keeps was put back ({url}). Titles, lines, "
    "stories, kinds, themes, and where a piece stands can be edited there."
)
QUOTE_PUT_BACK = (
    "Somebody changed a quote in Notion ({url}). Only its writer changes it: it was put back, and "
    "what was written there is kept on the piece's page, under “Added in Notion”."
)
MAY_TELL_GONE = (
    "The same words of a piece were changed here and in Notion ({url}), and those in Notion may "
    "tell what was taken back since. The checked words were put back there. What was written there "
    "goes nowhere until a curator writes it otherwise."
)
ROW_PUT_BACK = (
    "A change in Notion of the row of a {kind} was put back: {kind} rows are kept in Hedgerow."
)
UNKNOWN_KIND = (
    "A piece was given a kind in Notion that Hedgerow does not know ({url}). It was left there; "
    "choose one of the kinds that were made with the memory to bring it here."
)
UNKNOWN_OPTION = (
    "Where a piece stands, how sure its group is, or its boundary was chosen in Notion in a word "
    "that Hedgerow does not know ({url}). It was left there; choose one of the options that were "
    "made with the memory to bring it here."
)
THEME_NOT_TAKEN = (
    "A theme that was typed in Notion beside a piece was not taken ({url}): its name is longer "
    "than 60 characters, or has or may have words of a note that was taken back, is held or was "
    "not to be shared. The next sync takes it off there. Write it in other words."
)
COLUMN_GONE = (
    "The column “{name}” of {source} is missing in Notion. The other columns go on. To have it "
    "made again, run: hedgerow sync --mend-columns"
)
COLUMN_RETYPED = (
    "The column “{name}” of {source} has another type in Notion now ({theirs}, it was {ours}). "
    "The other columns go on. Either change its type back there, or have a second column made "
    "beside it, which leaves that one as it is: hedgerow sync --mend-columns"
)
VIEWS_REFUSED = (
    "Notion did not make {views} among the views of Memory. Everything else goes on. To make one "
    "by hand: 1. press + beside the names of the views in Notion; 2. choose how it looks, and give "
    "it that name; 3. hide the columns Hedgerow key and Hedgerow revision in it. To have Hedgerow "
    "look and try again, run: hedgerow sync --mend-columns"
)
EMPTY_SOURCE = (
    "{source} in Notion is suddenly empty. Nothing was changed on either side. If its rows were "
    "deleted, put them back from Notion's trash; if they are only hidden, share them again. If "
    "they are meant to be gone, say so on the sync page, or run: hedgerow sync --although-gone"
)
COPY = (
    "A row of {source} in Notion is a copy of another one ({address}). It was left as it is: only "
    "the first one follows Hedgerow, also when the piece is changed or taken down."
)
COPY_LEFT = (
    "Somebody copied the row of a piece that was taken down since ({address}): the copy still has "
    "its words. Hedgerow changes nothing on what people made; the person who made the copy "
    "deletes it."
)
SECOND_PAGE = (
    "There is a second page “{title}” in Notion ({address}), which Hedgerow does not use. Somebody "
    "duplicated the first one, or a late write made it. Hedgerow leaves it as it is, also when "
    "words in it are taken back. If nobody needs it, delete it there."
)
SECOND_TABLE = (
    "There is a second table “{title}” on the memory's page in Notion ({address}), which "
    "Hedgerow does not use. Somebody duplicated the first one, or a late write made it. Hedgerow "
    "leaves it as it is, also when words in it are taken back. If nobody needs it, delete it there."
)
OF_OTHERS = (
    "A row in Memory is one that Hedgerow knows already, from another partnership or from before "
    "({address}). It was left alone. If its words belong here, write them into a new row."
)
KEY_TYPED = (
    "A row in Notion has something in the column “Hedgerow key” that does not belong to it, so it "
    "was left alone. Empty that cell, and the next run takes the row."
)
NOT_UNDERSTOOD = (
    "Notion answered, but with something that Hedgerow cannot read. Hedgerow concluded nothing "
    "from it, and everything is safe here. Sync again in a few minutes; if it stays so, tell "
    "the administrator: its log says which places did not fit."
)
IN_DOUBT = (
    "We don't know yet whether something arrived in Notion. Nothing is lost: the next run looks "
    "before it repeats anything."
)
NOT_ALLOWED_NOW = (
    "It changed while it was being carried, and was left as it was in Notion. The next run decides "
    "again."
)
EDITED_MEANWHILE = (
    "Somebody wrote on a piece in Notion while it was being carried. Nothing was written over: the "
    "next run compares again."
)
LEFT = ""  # an earlier step says why
DEFECT = (
    "Something is wrong in Hedgerow itself; its kind was written into the log, without any words. "
    "Everything else went on, and nothing is done twice: the next run tries again. If it stays so, "
    "tell the administrator."
)
RUN_BROKE_OFF = (
    "Something is wrong in Hedgerow itself, and the run stopped. What arrived is kept, and nothing "
    "is done twice. Sync again; if it stays so, tell the administrator."
)
TOO_MANY = (
    "The column “{name}” of a piece would hold more than the {most} entries that Notion takes "
    "({url}). It was left as it is, and everything else goes on. Hedgerow carries it again once "
    "there are fewer."
)
