// A piece that came back as a card of our app, opened on the board.
import { beside, button, el, p, show } from "./elements.js";
import { Refusal, readWith } from "./server.js";

/** @typedef {{title: string, line: string, story: string, readers: string, page: string}} Piece */

/** @param {string} board @param {string} card @param {() => void} back */
export async function open(board, card, back) {
  /** @type {Piece | null} */
  let found = null;
  let said = "";
  try {
    found = await readWith("/piece", board, { item: card });
  } catch (error) {
    said = error instanceof Refusal ? error.message : "No answer from Hedgerow. Nothing was changed. Try again.";
  }
  show({
    title: "A piece that came back",
    body: found
      ? [
          el("h2", { dir: "auto" }, found.title),
          el("p", { class: "voice", dir: "auto" }, found.line),
          el("p", { class: "keep-lines", dir: "auto" }, found.story),
          el("p", { class: "small second" }, found.readers),
          p(beside("Where did it go", found.page)),
        ]
      : [el("p", { class: "notice notice-problem", role: "alert" }, said)],
    foot: [button("Back", "back", back, "button button-wide")],
  });
}
