// Pieces that were read back to the group: their words are asked for by a press.
import { beside, button, el, p, say } from "./elements.js";
import { Refusal, read, tell } from "./server.js";

/** @typedef {{id: string, title: string, line: string, story: string, after: number, page: string}} Piece */

/** @type {Piece[] | null} */
let pieces = null;
/** Those that the group did not hear today. @type {Set<string>} */
const later = new Set();
let said = "";

/** @param {string} board @param {() => void} redraw */
export function section(board, redraw) {
  /** @param {() => Promise<void>} work */
  const trying = async (work) => {
    try {
      await work();
    } catch (error) {
      said = error instanceof Refusal ? error.message : "No answer from Hedgerow. Nothing was stored. Try again.";
    }
    say(said);
    redraw();
  };
  const ask = () =>
    trying(async () => {
      pieces = (await read("/pieces-to-read", board)).pieces;
    });
  /** @param {Piece} piece */
  const agreed = (piece) =>
    trying(async () => {
      const answer = await tell("/pieces-to-read", board, { piece: piece.id, after: piece.after, press: crypto.randomUUID() });
      ({ said, pieces } = answer);
    });
  /** @param {Piece} piece */
  const notToday = (piece) => {
    later.add(piece.id);
    redraw();
  };
  const waiting = (pieces ?? []).filter((piece) => !later.has(piece.id));
  return [
    el("h2", {}, "Read back"),
    said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
    pieces
      ? el(
          "ul",
          { class: "rows" },
          ...waiting.map((piece) =>
            el(
              "li",
              { class: "stack-s" },
              el("p", {}, el("strong", { dir: "auto" }, piece.title)),
              el("p", { class: "voice", dir: "auto" }, piece.line),
              el("p", { class: "keep-lines", dir: "auto" }, piece.story),
              el(
                "p",
                { class: "pair" },
                button("Read, and agreed", `read ${piece.id}`, () => agreed(piece), "button button-2"),
                button("Not today", `later ${piece.id}`, () => notToday(piece), "button button-2"),
              ),
              p(beside("Read, with changes", piece.page)),
            ),
          ),
        )
      : button("Show the pieces that wait", "pieces", ask, "button button-2"),
    pieces && waiting.length === 0 ? p("No piece waits.") : null,
  ];
}
