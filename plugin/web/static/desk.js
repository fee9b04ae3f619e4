// Keys of the desk, over forms that work without them: each key presses a button of the page.
// They work while focus is in no text field. Whoever switched them off has no data-keys.
"use strict";

const form = document.querySelector("form[data-keys]");
const REGIONS = ".region, [data-region]";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";

const ticks = () => [...document.querySelectorAll(".note-list .tick")];
const focused = () => document.activeElement?.closest(".note")?.querySelector(".tick");
const button = (what) => form.querySelector(`button[name=do][value=${what}]:not([aria-hidden])`);

function go(tick) {
  if (!tick) return;
  tick.focus();
  tick.closest(".note").scrollIntoView({ block: "nearest" });
}

function step(by) {
  const picks = [...(document.activeElement?.closest(".show")?.querySelectorAll(".pick") ?? [])];
  const at = picks.indexOf(document.activeElement);
  if (at >= 0) return picks[Math.min(Math.max(at + by, 0), picks.length - 1)].focus();
  const all = ticks();
  const here = all.indexOf(focused());
  return go(all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)]);
}

function set(tick, value) {
  if (tick.checked === value) return;
  tick.checked = value;
  tick.dispatchEvent(new Event("change", { bubbles: true }));
}

// What a key does, it does to what is selected; where nothing is, to the note that has focus.
function choose() {
  const here = focused();
  if (here && !form.querySelector(".tick:checked")) set(here, true);
}

function press(what) {
  const found = button(what);
  if (!found) return;
  choose();
  found.click();
}

function into(number, what) {
  const clusters = form.querySelector("[name=into]");
  if (!clusters || number > clusters.options.length) return;
  clusters.selectedIndex = number - 1;
  press(what);
}

// A piece from what is selected, else from the cluster that has focus, or that of the note.
function piece() {
  const make = form.querySelector("button[data-piece]");
  if (!make) return;
  const here = focused();
  const of = here && form.elements[`in-${here.value}`]?.value.split(" ")[0];
  const cluster = document.activeElement?.dataset?.cluster || of;
  if (!form.querySelector(".tick:checked") && cluster) {
    let field = form.elements.cluster;
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "cluster" });
      form.append(field);
      form.elements.because?.removeAttribute("name"); // the cluster's own sentence
    }
    field.value = cluster;
  }
  make.click();
}

async function readNext() {
  const here = focused();
  if (!here) return step(1);
  const row = here.closest(".note");
  step(1);
  const body = new URLSearchParams({ do: "read", note: here.value, quiet: "yes" });
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok) return location.reload();
  row.classList.add("was-read");
  say("One note read. Z undoes it.");
}

function nextRegion() {
  const all = [...document.querySelectorAll(REGIONS)].filter((it) => it.offsetParent !== null);
  const here = all.findIndex((it) => it.contains(document.activeElement));
  const region = all[(here + 1) % all.length];
  const first = region?.matches(".show") && region.querySelector("[data-cluster]");
  (first || region?.querySelector("[aria-current], .tick, textarea, a, button"))?.focus();
}

// Said again once the page stands, since what is there from the beginning is often not spoken.
function say(words) {
  let place = document.getElementById("desk-says");
  if (!place) {
    place = Object.assign(document.createElement("p"), { id: "desk-says", className: "unseen" });
    place.setAttribute("role", "status");
    document.getElementById("main").append(place);
  }
  setTimeout(() => { place.textContent = words; }, 50);
}

// T takes the words of the note along that are selected: the theme is theirs alone.
function more() {
  const details = form.querySelector("[data-more]");
  if (!details) return;
  const selection = document.getSelection();
  const place = selection?.anchorNode?.parentElement?.closest(".words, #note-words");
  const words = place?.contains(selection.focusNode) ? selection.toString().trim() : "";
  const tick = words && place.closest(".note")?.querySelector(".tick");
  if (tick) ticks().forEach((it) => set(it, it === tick));
  else choose();
  if (words) form.elements.words.value = words;
  details.open = true;
  form.elements.theme.focus();
}

const READ = {
  " ": readNext,
  t: more,
  s: () => press("aside"),
};
const PIECE = {
  q: quoteHere,
  d: doesNotFit,
  ArrowDown: () => along(1),
  ArrowUp: () => along(-1),
};
const SORT = {
  g: () => {
    choose();
    form.elements.because?.focus();
  },
  r: () => press("out"),
  0: () => press("nowhere"),
  k: () => press("tray"),
  s: () => press("aside"),
  t: more,
  p: piece,
  c: () => document.querySelector("a[data-compare]")?.click(),
};
const rowLink = (name) => focused()?.closest(".note").querySelector(`a[data-${name}]`);
const link = (name) => document.querySelector(`a[data-${name}]`);
const ONE = {
  " ": () => button("read")?.click(),
  ArrowDown: () => link("after")?.click(),
  ArrowUp: () => link("before")?.click(),
  Home: () => { location.href = form.dataset.first; },
  End: () => { location.href = form.dataset.last; },
  x: () => {},
  w: () => link("went")?.click(),
  s: () => button("aside")?.click(),
  t: () => more(),
  m: () => link("memo")?.click(),
};
const BOTH = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Home: () => go(ticks()[0]),
  End: () => go(ticks().at(-1)),
  x: () => focused() && set(focused(), !focused().checked),
  w: () => rowLink("went")?.click(),
  m: () => (rowLink("memo") ?? link("thing-memo"))?.click(),
  b: () => rowLink("board")?.click(),
  z: () => button("undo")?.click(),
  "/": () => document.querySelector("input[type=search]")?.focus(),
  "?": () => document.querySelector("a[data-keys-page]")?.click(),
};

function onKey(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.ctrlKey && key === "Enter") {
    const field = document.activeElement;
    const own = form && { theme: "theme", words: "theme", reason: "aside" }[field?.form === form ? field.name : ""];
    const main = field?.form?.querySelector("button[data-main]");
    (own ? button(own) : main ?? document.querySelector("button[data-main]"))?.click();
    return event.preventDefault();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined;
  if (key === "F6") {
    nextRegion();
    return event.preventDefault();
  }
  if (!form?.dataset.keys) return undefined;
  if (key === "Escape" && form.dataset.keys === "one") return button("read").focus();
  if (key === "Escape" && form.dataset.keys === "piece") return document.getElementById("title").focus();
  if (key === "Escape") return go(focused() || ticks().find((it) => it.checked) || ticks()[0]);
  if (event.target.matches(TYPING)) return undefined;
  if (form.dataset.keys === "study" && key !== "z" && key !== "?") return undefined;
  if (form.dataset.keys === "piece") {
    if (PIECE[key] && PIECE[key]() !== false) event.preventDefault();
    return undefined;
  }
  const digit = form.dataset.keys === "sort" && /^Digit([1-9])$/.exec(event.code);
  const own = { read: READ, one: ONE, sort: SORT }[form.dataset.keys] ?? {};
  if (key === " " && event.target.matches("button, summary")) return undefined; // presses that one
  const act = digit
    ? () => into(Number(digit[1]), event.shiftKey ? "also" : "put")
    : event.shiftKey && key === "ArrowDown"
      ? () => { if (focused()) set(focused(), true); step(1); if (focused()) set(focused(), true); }
      : (own[key] ?? BOTH[key]);
  if (!act) return undefined;
  event.preventDefault();
  return act();
}

// What is selected stays so while somebody looks elsewhere on the desk.
function keepTray(event) {
  const link = event.target.closest("a[data-keeps]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const before = form.dataset.tray || "";
  const now = [...form.querySelectorAll(".tick:checked")].map((it) => it.value);
  if (before === now.join(" ")) return;
  event.preventDefault();
  const body = new URLSearchParams([["do", "tray"], ["quiet", "yes"], ...now.map((it) => ["note", it])]);
  fetch(form.action, { method: "POST", body }).finally(() => { location.href = link.href; });
}

// A note of a new piece is quoted at the cursor; without scripts its token is typed.
function quote(story, place) {
  const before = story.value.slice(0, story.selectionStart);
  const gap = before && !before.endsWith("\n") ? "\n\n" : "";
  story.setRangeText(gap + place.dataset.quote, story.selectionStart, story.selectionEnd, "end");
  story.dispatchEvent(new Event("input", { bubbles: true }));
}

function offerQuotes(story) {
  for (const place of document.querySelectorAll("[data-quote]")) {
    const offer = Object.assign(document.createElement("button"), { type: "button", textContent: "Quote it" });
    offer.className = "button-3";
    offer.addEventListener("click", () => {
      quote(story, place);
      story.focus();
    });
    place.append(" ", offer);
  }
}

function quoteHere() {
  const place = document.activeElement?.closest("[data-source]")?.querySelector("[data-quote]");
  if (!place) return;
  quote(document.getElementById("narrative"), place);
  say("Quoted in the story.");
}

// D goes to what does not fit; on a note there, it puts it beside the piece.
function doesNotFit() {
  const boxes = [...form.querySelectorAll("[data-fits] input")];
  const here = boxes.indexOf(document.activeElement);
  if (here < 0) return boxes[0].focus();
  boxes[here].checked = !boxes[here].checked;
}

function along(by) {
  const all = [...document.querySelectorAll("[data-source] button")];
  const here = all.indexOf(document.activeElement);
  if (here >= 0) all[Math.min(Math.max(here + by, 0), all.length - 1)].focus();
  return here >= 0;
}

// In columns a note is dragged into another cluster; the buttons and numbers do the same.
// What is selected stays so: the button names the note.
function dropInto(column, noteId) {
  const tick = document.getElementById(`n-${noteId}`);
  if (!tick || column.contains(tick)) return;
  const { column: clusterId, drop } = column.dataset;
  const value = `drop ${noteId} ${drop} ${clusterId}`;
  const send = Object.assign(document.createElement("button"), { name: "do", value, hidden: true });
  form.append(send);
  send.click();
}

function offerDragging(columns) {
  for (const column of columns) {
    column.addEventListener("dragover", (event) => event.preventDefault());
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      dropInto(column, event.dataTransfer.getData("text/plain"));
    });
    for (const row of column.querySelectorAll(".note")) {
      row.draggable = true;
      row.addEventListener("dragstart", (event) => {
        event.dataTransfer.setData("text/plain", row.querySelector(".tick").value);
      });
    }
  }
}

// The next notes of a list come into its page; focus goes on to the first of them.
// Where they do not come, as after a sign-in that ended, the link is opened as any other.
let lastTick;
const openTheLink = (event) => {
  const { href } = event.detail.requestConfig.elt;
  if (href) location.href = href; // a draft that is kept by itself has none
};
document.addEventListener("htmx:responseError", openTheLink);
document.addEventListener("htmx:sendError", openTheLink);
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.elt.hasAttribute("data-draft")) return;
  lastTick = ticks().at(-1);
  if (event.detail.isError || event.detail.serverResponse.includes("data-listed")) return;
  event.detail.shouldSwap = false;
  openTheLink(event);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.hasAttribute("data-draft")) return;
  const all = ticks();
  go(all[all.indexOf(lastTick) + 1]);
  say("The next notes are here.");
});

document.addEventListener("keydown", onKey);
offerDragging(document.querySelectorAll("[data-column]"));
if (document.getElementById("narrative")) offerQuotes(document.getElementById("narrative"));
if (form?.dataset.keys === "sort") form.addEventListener("click", keepTray);
const told = document.querySelector(".notice [role=status], .notice[role=status]");
if (told) say(told.textContent.trim());
