"""Notion's calls about blocks and what people say about them: bodies of pages, and comments."""

from collections.abc import Sequence

from connectors.errors import (
    ConnectorError,
    Evidence,
    LookFirst,
    NotThereOrNotShared,
    RefusedForGood,
)
from connectors.http import Call
from connectors.notion.calls import NotionCalls, reading, slice_of
from connectors.notion.new_blocks import Nest, NewBlock, slices
from connectors.notion.rich_text import rich_text
from schemas.notion import (
    Block,
    Comment,
    read_block,
    read_block_slice,
    read_comment,
    read_comment_slice,
)

CHILDREN = "/v1/blocks/{block_id}/children"


class BlockCalls(NotionCalls):
    """Blocks and comments."""

    def children(self, block_id: str) -> tuple[Block, ...]:
        """Return the blocks of a page or block, one level deep, 100 a call.

        https://developers.notion.com/reference/get-block-children
        """
        return self._walk(
            lambda cursor: slice_of(CHILDREN, cursor, block_id=block_id), read_block_slice
        )

    def block(self, block_id: str) -> Block:
        """Return a block, trashed too.

        https://developers.notion.com/reference/retrieve-a-block
        """
        return self._account.ask(reading("/v1/blocks/{block_id}", block_id=block_id), read_block)

    def append(
        self,
        block_id: str,
        blocks: Sequence[NewBlock],
        after: str | None = None,
        *,
        at_start: bool = False,
    ) -> tuple[Block, ...]:
        """Add blocks at the end, behind the child `after`, or first; return the new ones in order.

        One call takes 100 blocks; later calls go on behind what the one before made.
        Not harmless to repeat: blocks would come twice. `LookFirst` is also what any error of a
        later call becomes, because earlier ones have written: its `committed_child_ids` name all
        blocks that are known to be there.

        https://developers.notion.com/reference/patch-block-children
        """
        made: list[Block] = []
        for portion in slices(blocks):
            behind = made[-1].id if made else after
            try:
                is_first = at_start and behind is None
                made.extend(self._append_portion(block_id, portion, behind, at_start=is_first))
            except ConnectorError as err:
                if not made:
                    raise
                raise _half_appended(err, block_id, made) from err
        return tuple(made)

    def update_block(self, block_id: str, block: NewBlock) -> Block:
        """Replace the words of a block; its type cannot change.

        Raise `ValueError` for a block with others inside: those are blocks of their own by now.
        Harmless to repeat: it sets values.

        https://developers.notion.com/reference/update-a-block
        """
        if isinstance(block, Nest):
            raise ValueError("Blocks inside a block are changed one by one.")
        call = Call(
            method="PATCH",
            route="/v1/blocks/{block_id}",
            ids={"block_id": block_id},
            body={block.type: block.content()},
            harmless=True,
        )
        return self._account.ask(call, read_block)

    def delete_block(self, block_id: str) -> None:
        """Put a block into the trash. Harmless to repeat: it can be gone only once.

        Raise `NotThereOrNotShared` when it was not there to begin with, or in the trash already:
        Notion refuses what is sent for such a block, so it is looked at before a no is believed.

        https://developers.notion.com/reference/delete-a-block
        """
        call = Call(
            method="DELETE",
            route="/v1/blocks/{block_id}",
            ids={"block_id": block_id},
            harmless=True,
        )
        try:
            self._account.delete(call)
        except RefusedForGood as err:
            if not self.block(block_id).in_trash:
                raise
            if err.attempt == 1:
                raise NotThereOrNotShared(err.where, err.evidence) from err

    def comments(self, block_id: str) -> tuple[Comment, ...]:
        """Return what is said about a page or block and not yet resolved.

        Raise `RefusedForGood` where the connection may not read comments, as it is by default.

        https://developers.notion.com/reference/list-comments
        """
        query = {"block_id": block_id}
        return self._walk(
            lambda cursor: slice_of("/v1/comments", cursor, query), read_comment_slice
        )

    def comment(self, page_id: str, text: str) -> Comment:
        """Begin a discussion on a page. Not harmless to repeat: said twice.

        https://developers.notion.com/reference/create-a-comment
        """
        return self._comment({"parent": {"page_id": page_id}}, text)

    def reply(self, discussion_id: str, text: str) -> Comment:
        """Go on with a discussion. Not harmless to repeat: said twice.

        https://developers.notion.com/reference/create-a-comment
        """
        return self._comment({"discussion_id": discussion_id}, text)

    def _comment(self, place: dict[str, object], text: str) -> Comment:
        body = {**place, "rich_text": rich_text(text)}
        call = Call(method="POST", route="/v1/comments", body=body, harmless=False)
        return self._account.ask(call, read_comment)

    def _append_portion(
        self, block_id: str, portion: Sequence[NewBlock], behind: str | None, *, at_start: bool
    ) -> tuple[Block, ...]:
        """Send one call; its answer lists our blocks first and then all later siblings."""
        body: dict[str, object] = {"children": [block.as_json() for block in portion]}
        if behind is not None:
            body["position"] = {"type": "after_block", "after_block": {"id": behind}}
        elif at_start:
            body["position"] = {"type": "start"}
        call = Call(
            method="PATCH",
            route=CHILDREN,
            ids={"block_id": block_id},
            body=body,
            harmless=False,
        )
        made = self._account.ask(call, read_block_slice).results[: len(portion)]
        is_whole = all(block.id for block in made)
        if not is_whole or [block.type for block in made] != [block.type for block in portion]:
            raise LookFirst(self._account.where(call), Evidence(code="other_blocks_than_asked"))
        return made


def _half_appended(err: ConnectorError, block_id: str, made: Sequence[Block]) -> LookFirst:
    known = err.committed_child_ids if isinstance(err, LookFirst) else ()
    ids = (*(block.id for block in made), *known)
    return LookFirst(err.where, err.evidence, block_id, ids)
