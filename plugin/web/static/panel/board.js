// What the panel learns from the board itself, in the browser: no word and no count of it is sent.

import { el } from "./elements.js";

/**
 * @typedef {import("./server.js").Box} Box
 * @typedef {{is: "gone" | "renamed" | "mistitled" | "doubled", frame: string, as?: string}} Trouble
 * @typedef {{inBox: Map<string, number>, outside: number, troubles: Map<string, Trouble>, places: Map<string, string>}} Counts
 */

const OURS = /^(\d+[A-F]?|[WOC]) · /u;
const HANDLE = /^(\d{1,2}[A-F]?|[WOC])\s*[·.:–—-]/iu;
const WELCOME = "Z0";
const CODES = /** @type {Record<string, string>} */ ({ W: WELCOME, O: "ZX", C: "ZC" });
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

const asTitle = (/** @type {string | undefined} */ title) => (title ?? "").replace(/<[^>]*>|\p{Cf}/gu, "").trim().replace(/\s+/gu, " ");

/** Read a box's code out of a frame's title, as collecting reads it; empty for none. @param {string | undefined} title */
function codeOf(title) {
  const handle = HANDLE.exec(asTitle(title))?.[1]?.toUpperCase() ?? "";
  return CODES[handle] ?? (handle && `Z${parseInt(handle, 10)}${handle.replace(/^\d+/u, "")}`);
}

/**
 * Say which box each frame is, as collecting does: by its id, then by the code at the start of its title.
 * @param {Box[]} boxes @param {{id: string, title?: string}[]} frames
 */
function boxesOf(boxes, frames) {
  const known = new Map(boxes.flatMap((box) => (box.frame ? [[box.frame, box]] : [])));
  const coded = new Map(boxes.map((box) => [box.code, box]));
  /** @type {Map<string, Box>} */
  const found = new Map();
  for (const frame of frames) {
    const box = known.get(frame.id) ?? coded.get(codeOf(frame.title));
    if (box) {
      found.set(frame.id, box);
    }
  }
  /** @type {Map<string, Trouble>} */
  const troubles = new Map();
  /** @type {Map<string, string>} */
  const places = new Map();
  for (const box of boxes) {
    const own = frames.filter((frame) => found.get(frame.id) === box);
    const first = own.find((frame) => frame.id === box.frame) ?? own[0];
    const trouble = troubleOf(box, own, first, coded);
    if (first) {
      places.set(box.code, first.id);
    }
    if (trouble) {
      troubles.set(box.code, trouble);
    }
  }
  return { found, troubles, places };
}

/**
 * @param {Box} box @param {{id: string, title?: string}[]} own its frames
 * @param {{id: string, title?: string} | undefined} first the one that it was built as, if that stands
 * @param {Map<string, Box>} coded @returns {Trouble | null}
 */
function troubleOf(box, own, first, coded) {
  if (!first) {
    return box.frame ? { is: "gone", frame: "" } : null;
  }
  const code = codeOf(first.title);
  if (code !== box.code && (code === WELCOME || coded.has(code))) {
    return { is: "mistitled", frame: first.id, as: coded.get(code)?.name ?? "" };
  }
  const copy = own.find((frame) => frame !== first);
  if (copy) {
    return { is: "doubled", frame: copy.id };
  }
  return code === box.code ? null : { is: "renamed", frame: first.id };
}

/**
 * Count the notes in each box, and outside; a box that stays here is not counted. What is odd about
 * a box's frame is told beside it.
 * @param {Box[]} boxes @returns {Promise<Counts>}
 */
export async function countNotes(boxes) {
  const items = await miro.board.get({ type: ["sticky_note", "frame"] });
  const { found, troubles, places } = boxesOf(boxes, items.flatMap((item) => (item.type === "frame" ? [item] : [])));
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
  return { inBox, outside, troubles, places };
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
  if (!(await miro.board.canUse("timer"))) {
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
