// What the panel learns from the board itself, in the browser: no word and no count of it is sent.

import { el } from "./elements.js";

/**
 * @typedef {import("./server.js").Box} Box
 * @typedef {{is: "gone" | "renamed" | "doubled", frame: string}} Trouble
 * @typedef {{inBox: Map<string, number>, outside: number, troubles: Map<string, Trouble>}} Counts
 */

const OURS = /^(\d+|[WOC]) · /u;
const ENOUGH = 3;

/** @returns {Promise<string>} */
export async function boardId() {
  return (await miro.board.getInfo()).id;
}

/** Say whether the frames of this board are named like ours: then it is a copy of a session's. */
export async function looksLikeOurs() {
  const frames = await miro.board.get({ type: "frame" });
  return frames.filter((frame) => OURS.test(frame.title)).length >= ENOUGH;
}

const asTitle = (/** @type {string | undefined} */ title) => (title ?? "").trim().replace(/\s+/gu, " ");

/**
 * Say which box each frame is: by its id, or, for one that somebody copied, by its title.
 * @param {Box[]} boxes @param {{id: string, title?: string}[]} frames
 */
function boxesOf(boxes, frames) {
  const known = new Map(boxes.flatMap((box) => (box.frame ? [[box.frame, box]] : [])));
  const named = new Map(boxes.map((box) => [asTitle(box.name), box]));
  /** @type {Map<string, Box>} */
  const found = new Map();
  /** @type {Map<string, Trouble>} */
  const troubles = new Map();
  for (const box of boxes.filter((each) => each.frame && !frames.some((frame) => frame.id === each.frame))) {
    troubles.set(box.code, { is: "gone", frame: "" });
  }
  for (const frame of frames) {
    const own = known.get(frame.id);
    const box = own ?? named.get(asTitle(frame.title));
    if (!box) {
      continue;
    }
    found.set(frame.id, box);
    if (!own) {
      troubles.set(box.code, { is: "doubled", frame: frame.id });
    } else if (asTitle(frame.title) !== asTitle(box.name)) {
      troubles.set(box.code, { is: "renamed", frame: frame.id });
    }
  }
  return { found, troubles };
}

/**
 * Count the notes in each box, and outside; a box that stays here is not counted. What is odd about
 * a box's frame is told beside it.
 * @param {Box[]} boxes @returns {Promise<Counts>}
 */
export async function countNotes(boxes) {
  const items = await miro.board.get({ type: ["sticky_note", "frame"] });
  const { found, troubles } = boxesOf(boxes, items.flatMap((item) => (item.type === "frame" ? [item] : [])));
  const inBox = new Map(boxes.filter((box) => box.counts).map((box) => [box.code, 0]));
  let outside = 0;
  for (const note of items) {
    if (note.type !== "sticky_note") {
      continue;
    }
    const box = note.parentId ? found.get(note.parentId) : undefined;
    if (box?.counts) {
      inBox.set(box.code, (inBox.get(box.code) ?? 0) + 1);
    } else if (!note.parentId) {
      outside += 1;
    }
  }
  return { inBox, outside, troubles };
}

/** Give a box's frame the title with which it was built. @param {string} frame @param {string} title */
export async function renameFrame(frame, title) {
  const [found] = await miro.board.get({ type: "frame", id: frame });
  if (found) {
    found.title = title;
    await found.sync();
  }
}

/** Show where the board says who keeps what: its first box. @returns {Promise<boolean>} */
export async function showWelcome() {
  const frames = await miro.board.get({ type: "frame" });
  const welcome = frames.find((frame) => /^W · /u.test(asTitle(frame.title)));
  return goTo(welcome?.id ?? null);
}

/** What differs when a note was written, changed, moved or deleted; it holds no word of one. */
export async function noteMarks() {
  const notes = await miro.board.get({ type: "sticky_note" });
  return JSON.stringify(notes.map((note) => [note.id, note.parentId, note.modifiedAt]));
}

/** The one item that is selected, if it is one. @returns {Promise<{id: string, box: string | null} | null>} */
export async function selectedItem() {
  const items = await miro.board.getSelection();
  const [item] = items;
  return items.length === 1 && "parentId" in item ? { id: item.id, box: item.parentId ?? null } : null;
}

/** @param {() => void} again */
export const onSelection = (again) => miro.board.ui.on("selection:update", again);

/** Show a box of the board. @param {string | null} frame @returns {Promise<boolean>} */
export async function goTo(frame) {
  try {
    if (!frame) {
      return false;
    }
    await miro.board.viewport.zoomTo(await miro.board.getById(frame));
    return true;
  } catch {
    return false;
  }
}

/** Start Miro's own timer where the plan of this board has one. @param {number} seconds */
export async function startTimer(seconds) {
  if (seconds <= 0 || !(await miro.board.canUse("timer"))) {
    return false;
  }
  await miro.board.timer.start(seconds * 1000);
  return true;
}

/** Let everybody see what the facilitator sees. */
export async function bringAllHere() {
  const [me, everybody] = await Promise.all([miro.board.getUserInfo(), miro.board.getOnlineUsers()]);
  const others = everybody.filter((user) => user.id !== me.id);
  if (others.length > 0) {
    await miro.board.collaboration.attention.follow(me, { followers: others });
  }
  return others.length;
}

/**
 * Delete sticky notes in these frames, and those with these ids; their words are not looked at.
 * @param {string[]} frames @param {string[]} stickies @returns {Promise<number>} how many Miro did not delete
 */
export async function clearStickies(frames, stickies) {
  const every = await miro.board.get({ type: "sticky_note" });
  const found = every.filter((note) => stickies.includes(note.id) || (note.parentId && frames.includes(note.parentId)));
  let left = 0;
  for (const note of found) {
    try {
      await miro.board.remove(note);
    } catch {
      left += 1;
    }
  }
  return left;
}

const OBJECTING = /\/objections\/(board-[\w-]+)/u;

/** Write a link to object beside what is looked at on the board. @param {string} words @param {string} address */
export async function putLink(words, address) {
  const { x, y, width } = await miro.board.viewport.get();
  const link = el("a", { href: address }, address).outerHTML;
  const made = await miro.board.createText({ content: `<p>${el("b", {}, words).outerHTML}</p><p>${link}</p>`, x: x + width / 2, y, width: 800 });
  await miro.board.viewport.zoomTo(made);
}

/**
 * Take off the board the links to object whose days are over.
 * @param {(tokens: string[]) => Promise<string[]>} whichAreOver
 */
export async function clearOldLinks(whichAreOver) {
  const texts = await miro.board.get({ type: "text" });
  const found = texts.flatMap((text) => {
    const token = OBJECTING.exec(text.content)?.[1];
    return token ? [{ text, token }] : [];
  });
  const over = found.length > 0 ? await whichAreOver(found.map((each) => each.token)) : [];
  for (const { text } of found.filter((each) => over.includes(each.token))) {
    await miro.board.remove(text);
  }
}

/** The card with which the panel was opened; empty for none. @returns {Promise<string>} */
export async function openedCard() {
  const data = /** @type {{card?: string} | undefined} */ (await miro.board.ui.getPanelData());
  return data?.card ?? "";
}

/** @param {(id: string) => void} show */
export const onCard = (show) => miro.board.ui.on("app_card:open", ({ appCard }) => show(appCard.id));
