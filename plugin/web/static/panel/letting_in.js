// Letting Hedgerow's Miro account onto a board, before a session is built there: two presses in Miro.
import { button, el, p, show } from "./elements.js";
import { readWith } from "./server.js";
import { copyBeside } from "./troubles.js";

/** @typedef {{seen: "yes" | "no" | "asked" | "unknown", name: string, address: string}} Look */

const AGAIN_MS = 1500;
const MOST = 20;
/** @type {Look | null} */
let found = null;
let isShown = false;
let said = "";
/** The board and the group of which `found` tells. */
let foundFor = "";
/** Counts the askings, so that an older one ends. */
let asking = 0;

/** Ask whether Hedgerow can open this board. @param {string} board @param {string} community @param {() => void} redraw */
export async function look(board, community, redraw) {
  asking += 1;
  const own = asking;
  if (foundFor !== `${board} ${community}`) {
    forget();
    foundFor = `${board} ${community}`;
  }
  for (let tried = 0; tried < MOST && own === asking; tried += 1) {
    const now = await readWith("/look", board, { community }).catch(() => null);
    if (own !== asking) {
      return;
    }
    if (now?.seen !== "asked") {
      found = now;
      said = now?.seen === "no" && isShown ? "Hedgerow cannot open this board yet." : "";
      isShown = isShown && now?.seen === "no";
      redraw();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
  if (own === asking) {
    forget(); // Miro said nothing: the job that builds asks again
    redraw();
  }
}

function forget() {
  found = null;
  isShown = false;
  said = "";
}

/** Whether Miro said that Hedgerow cannot open this board. */
export const isOut = () => found?.seen === "no";
export const isAtWork = () => isShown;

/** @param {() => void} redraw */
export function begin(redraw) {
  isShown = true;
  said = "";
  redraw();
}

/** The two presses in Miro. @param {() => void} again @param {() => void} redraw */
export function draw(again, redraw) {
  const { name, address } = found ?? { name: "Hedgerow", address: "" };
  const copy = button("Copy the address", "copy address", () => copyBeside(copy, address), "button button-2");
  const back = () => {
    isShown = false;
    redraw();
  };
  show({
    title: "Let Hedgerow in",
    body: [
      said ? el("p", { class: "notice notice-wait", role: "status" }, said) : null,
      p("Hedgerow’s Miro account is not on this board yet. It opens only boards to which somebody invites it."),
      el(
        "ol",
        { class: "stack-s" },
        el("li", {}, "Press ", el("strong", {}, "Share"), ", top right on the board."),
        address
          ? el("li", {}, "Invite ", el("bdi", {}, el("strong", {}, address)), " as co-owner.")
          : el("li", {}, "Invite the account ", el("bdi", {}, el("strong", {}, name)), " as co-owner. The person who runs your Hedgerow server knows its e-mail address."),
      ),
      address ? copy : null,
    ],
    foot: [button("Look again", "look again", again, "button button-wide"), button("Back", "back", back, "button button-3")],
  });
}
