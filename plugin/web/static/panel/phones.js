// Taking part by phone: the code to show, writing quietly, and what to do before people come.
import { beside, button, el, p, show } from "./elements.js";
import { copyBeside } from "./troubles.js";

/**
 * @typedef {import("./server.js").Phone} Phone
 * @typedef {import("./session.js").Shown} Shown
 */

/** The drawing of a QR code comes as SVG text of our own server; it is parsed, and runs nothing. @param {string} svg @param {string} address */
export function drawing(svg, address) {
  const drawn = new DOMParser().parseFromString(svg, "text/html").querySelector("svg");
  return drawn && el("div", { class: "qr panel-qr", role: "img", "aria-label": `A QR code that opens ${address}` }, document.adoptNode(drawn));
}

/** @param {Phone} phone */
export const code = (phone) => [
  drawing(phone.qr, phone.address),
  el("p", { class: "panel-code" }, phone.words),
  el("p", { class: "small second" }, phone.address),
];

/** @param {string} words @param {string} key @param {() => Promise<string>} text */
function copyButton(words, key, text) {
  const pressed = button(
    words,
    key,
    async () => {
      const found = await text();
      if (found) {
        await copyBeside(pressed, found);
      }
    },
    "button button-2",
  );
  return pressed;
}

/** The code on the screen before the start, or the button that makes one. @param {Shown} shown */
export function join({ session: { phone }, acts }) {
  if (!phone) {
    return [];
  }
  if (!phone.address) {
    return [
      el("h2", {}, "Take part by phone"),
      p("People can write without an account. Make a code, and show it to the group."),
      button("Make a code", "make code", () => acts.phone("/join-code"), "button button-2"),
    ];
  }
  return [
    el("h2", {}, "Take part by phone"),
    ...code(phone),
    p("No account. Works on any phone."),
    el(
      "div",
      { class: "pair" },
      copyButton("Copy link", "copy link", async () => phone.address),
      beside("Print sheet", phone.sheet, "button button-2"),
    ),
    button("Stop this code", "stop code", () => acts.phone("/join-code/stop"), "button button-3"),
  ];
}

/** Who else may open the board: it is theirs to close, in Miro. @param {string[]} others */
function openTo(others) {
  return others.length === 0
    ? []
    : [
        el(
          "div",
          { class: "notice notice-wait" },
          ...others.map((each) => p(each)),
          p("As your group agreed? If not, press Share, top right on the board, and close it. This screen follows within ten minutes."),
        ),
      ];
}

/** What a session still needs, each with the page that mends it. @param {Shown} shown */
export function beforeTheyCome({ session: meeting, acts }) {
  const rehearsal =
    meeting.pretended > 0
      ? [
          p(meeting.pretended === 1 ? "One pretend note is in this session." : `${meeting.pretended} pretend notes are in this session.`),
          button("Clear pretend notes", "clear", () => acts.phone("/rehearsal/end"), "button button-2"),
        ]
      : [button("Rehearse with pretend notes", "rehearse", () => acts.phone("/rehearsal"), "button button-3")];
  return [
    el("h2", {}, "Before they come"),
    ...openTo(meeting.open_to),
    el(
      "ul",
      { class: "rows" },
      ...meeting.ready.map((each) =>
        el(
          "li",
          {},
          p(el("span", { "aria-hidden": "true" }, each.done ? "✓ " : "! "), el("strong", {}, each.point), el("span", { class: "unseen" }, each.done ? ", ready" : ", not ready")),
          el("p", { class: "small second", dir: "auto" }, each.says),
          !each.done && each.page ? p(beside(each.action, each.page)) : null,
        ),
      ),
    ),
    copyButton("Copy the invitation", "invitation", acts.invitation),
    p(beside("When, where, and what people need", meeting.invite)),
    ...rehearsal,
  ];
}

/** The boxes of this step in which people write, or could write, quietly. @param {Shown} shown */
export function quietly({ session: { phone }, acts }) {
  if (!phone?.address) {
    return [];
  }
  return phone.boxes.map((box) =>
    box.readiness
      ? el("div", {}, p(`People write quietly in ${box.title}. ${box.readiness}`), button("Show the code, reveal", `see ${box.code}`, () => acts.quiet(box.code), "button button-2"))
      : p(button(`Let them write quietly: ${box.title}`, `quiet ${box.code}`, () => acts.beginQuiet(box.code), "button button-3")),
  );
}

/** @param {Shown} shown @param {string} number the box */
export function quietScreen({ session: { phone }, said, acts }, number) {
  const box = phone?.boxes.find((each) => each.code === number);
  if (!phone || !box?.readiness) {
    return false;
  }
  show({
    title: `Quiet writing · ${box.title}`,
    body: [
      said ? el("p", { class: "notice notice-told", role: "status" }, said) : null,
      p("Ask everyone to scan. On the board nothing shows until you reveal."),
      ...code(phone),
      el("p", { role: "status" }, box.readiness),
    ],
    foot: [
      button("Reveal together", "reveal", () => acts.phone("/quiet/reveal", { box: number }), "button button-wide"),
      button("Stop without showing", "stop quiet", () => acts.phone("/quiet/stop", { box: number }), "button button-3"),
      button("‹ Back to the step", "back", () => acts.quiet(""), "button button-3"),
    ],
  });
  return true;
}
