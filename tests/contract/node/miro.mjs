// Drives a sandbox's Miro with Miro's own client: board, frame, notes in bulk, list, tags.
// Usage: node miro.mjs <address of the sandbox's Miro>. Prints one JSON object.

import { MiroApi, MiroLowlevelApi } from "@mirohq/miro-api";

const [address] = process.argv.slice(2);
const token = "sandbox-official";
const miro = new MiroApi(token, address);
const raw = new MiroLowlevelApi(token, address);

async function all(walk) {
  const found = [];
  for await (const one of walk) found.push(one);
  return found;
}

const sharing = {
  access: "private",
  inviteToAccountAndBoardLinkAccess: "no_access",
  organizationAccess: "private",
  teamAccess: "private",
};
const board = await miro.createBoard({ name: "Going home", policy: { sharingPolicy: sharing } });
const read = await miro.getBoard(board.id);
await board.update({ description: "Changed" });
const boards = await all(miro.getAllBoards({ query: "Going home" }));
const members = await all(board.getAllMembers());

const frame = await board.createFrameItem({
  data: { title: "Stories", format: "custom", type: "freeform" },
  position: { x: 0, y: 0 },
  geometry: { width: 1600, height: 1200 },
});
const notes = Array.from({ length: 20 }, (_, n) => ({
  type: "sticky_note",
  data: { content: `Note ${n}`, shape: "square" },
  style: { fillColor: "light_yellow" },
  position: { x: 150 + (n % 5) * 250, y: 150 + Math.floor(n / 5) * 250 },
  parent: { id: frame.id },
}));
const { body: bulk } = await raw.createItems(board.id, notes);
const text = await board.createTextItem({ data: { content: "Welcome" }, position: { x: 0, y: -900 } });
const shape = await board.createShapeItem({
  data: { content: "Box", shape: "rectangle" },
  position: { x: 2000, y: 0 },
  geometry: { width: 200, height: 100 },
});
const card = await board.createCardItem({ data: { title: "Card" }, position: { x: 2000, y: 300 } });

const items = await all(board.getAllItems({ limit: "10" }));
const stickies = await all(board.getAllItems({ type: "sticky_note" }));
const { body: inFrame } = await raw.getItemsWithinFrame(board.id, frame.id, { limit: "50" });
const note = await board.getStickyNoteItem(bulk.data[0].id);
await note.update({ data: { content: "Changed" } });

const tag = await board.createTag({ title: "Home", fillColor: "green" });
await note.attachTag(tag.id);
const tags = await all(board.getAllTags());
const onNote = await note.getAllTags();
const { body: tagged } = await raw.getItemsByTag(board.id, tag.id);
await note.removeTag(tag.id);
const connectors = await all(board.getAllConnectors());

await shape.delete();
let refusal = null;
try {
  await board.getShapeItem(shape.id);
} catch (error) {
  refusal = { status: error.statusCode, code: error.body?.code };
}
const { body: context } = await raw.tokenInfo();

console.log(
  JSON.stringify({
    sharing: read.policy.sharingPolicy.teamAccess,
    boards: boards.map((one) => one.id === board.id),
    members: members.length,
    made: bulk.data.map((one) => one.type),
    others: [text.type, shape.type, card.type],
    items: items.length,
    stickies: stickies.length,
    inFrame: inFrame.data.length,
    parent: note.parent.id === frame.id,
    changed: (await board.getStickyNoteItem(note.id)).data.content,
    tags: tags.map((one) => one.title),
    onNote: onNote.map((one) => one.title),
    tagged: tagged.data.map((one) => one.id === note.id),
    afterwards: (await note.getAllTags()).length,
    connectors: connectors.length,
    refusal,
    scopes: context.scopes,
  }),
);
