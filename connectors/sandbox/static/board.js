// Lets people move, write, colour and delete notes on the drawn board; saves through the sandbox's
// own addresses as the person chosen at the top. Without this script the list below does the same.
"use strict";

(() => {
  const surface = document.getElementById("surface");
  const drawing = document.getElementById("drawing");
  const dialog = document.getElementById("note-dialog");
  const form = dialog.querySelector("form");
  const status = document.getElementById("status");
  const field = (name) => form.elements.namedItem(name);
  const STEP = 20;
  const FAR_STEP = 200;
  const SEND_AFTER_MS = 400;
  const LOOK_AGAIN_MS = 2000;
  const CLICK_PX = 4;
  const SMALLEST_SCALE = 0.02;
  const LARGEST_SCALE = 3;
  const ZOOM_STEP = 1.4;
  const WHEEL_STEP = 1.0015; // for each pixel that a wheel turns

  let scale = 1;
  let drag = null;
  let opened = null;
  let unsent = null;

  const say = (sentence) => {
    status.textContent = sentence;
  };
  const noteOf = (target) => target.closest?.("[data-note]") ?? null;
  const noteById = (id) => drawing.querySelector(`[data-note="${CSS.escape(id)}"]`);
  const notes = () => [...drawing.querySelectorAll("[data-note]")];
  const placeOf = (note) => ({ x: Number(note.dataset.x), y: Number(note.dataset.y) });
  const boxName = (id) =>
    [...field("frame").options].find((option) => option.value === id)?.textContent ?? "";

  // Talking to the sandbox

  async function send(method, noteId, change) {
    const address = surface.dataset.notesAddress + (noteId ? `/${noteId}` : "");
    const response = await fetch(address, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ person: surface.dataset.person, ...change }),
    }).catch(() => null);
    if (response?.ok) {
      return response.status === 204 ? {} : response.json();
    }
    const answer = await response?.json().catch(() => null);
    say(answer?.error ?? "The sandbox does not answer. Nothing was changed. Is it still running?");
    return null;
  }

  async function redraw() {
    const response = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!response?.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("drawing");
    if (!fresh || isBusy()) {
      return;
    }
    const focused = noteOf(document.activeElement ?? surface)?.dataset.note;
    keepInPlace(fresh);
    drawing.replaceChildren(...fresh.childNodes);
    surface.dataset.version = page.getElementById("surface").dataset.version;
    replaceList(page.getElementById("list"));
    for (const id of ["go-to", "frame-dialog"]) {
      replaceBoxes(document.getElementById(id), page.getElementById(id));
    }
    if (focused) {
      noteById(focused)?.focus({ preventScroll: true });
    }
  }

  // A choice of boxes that differs from the board's: somebody built one, or took one off.
  function replaceBoxes(choice, fresh) {
    if (choice.textContent !== fresh.textContent) {
      const chosen = choice.value;
      choice.replaceChildren(...fresh.childNodes);
      choice.value = [...choice.options].some((option) => option.value === chosen) ? chosen : "";
    }
  }

  function replaceList(fresh) {
    const list = document.getElementById("list");
    if (!list.contains(document.activeElement) && !list.querySelector("form details[open], li details[open], .add[open]")) {
      list.replaceChildren(...fresh.childNodes);
    }
  }

  function keepInPlace(fresh) {
    const before = drawing.viewBox.baseVal;
    const [x, y] = fresh.getAttribute("viewBox").split(" ").map(Number);
    const left = surface.scrollLeft + (before.x - x) * scale;
    const top = surface.scrollTop + (before.y - y) * scale;
    drawing.setAttribute("viewBox", fresh.getAttribute("viewBox"));
    resize();
    surface.scrollTo(left, top);
  }

  async function look() {
    if (!isBusy() && !document.hidden) {
      const response = await fetch(surface.dataset.versionAddress).catch(() => null);
      const seen = response?.ok ? (await response.json()).version : null;
      if (seen && seen !== surface.dataset.version) {
        await redraw();
      }
    }
    setTimeout(look, LOOK_AGAIN_MS);
  }

  const isBusy = () => Boolean(drag || unsent || dialog.open);

  // Zoom

  function resize() {
    const box = drawing.viewBox.baseVal;
    drawing.setAttribute("width", String(box.width * scale));
    drawing.setAttribute("height", String(box.height * scale));
  }

  // What lies at this place of the surface stays there; its middle, if none is given.
  function zoomTo(wanted, x = surface.clientWidth / 2, y = surface.clientHeight / 2) {
    const boardX = (surface.scrollLeft + x) / scale;
    const boardY = (surface.scrollTop + y) / scale;
    scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, wanted));
    resize();
    surface.scrollTo(boardX * scale - x, boardY * scale - y);
  }

  surface.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) {
        return; // it pans, as everywhere
      }
      const { left, top } = surface.getBoundingClientRect();
      zoomTo(scale * WHEEL_STEP ** -event.deltaY, event.clientX - left, event.clientY - top);
      event.preventDefault();
    },
    { passive: false },
  );

  // The same board as a list

  const listView = document.getElementById("list-view");

  function showList(isShown) {
    document.body.classList.toggle("shows-list", isShown);
    listView.setAttribute("aria-pressed", String(isShown));
    if (isShown) {
      listView.focus(); // the list comes next, and goes on following the board
    } else {
      showAll();
    }
  }

  const isListShown = () => document.body.classList.contains("shows-list");

  const KEYS = {
    "+": () => zoomTo(scale * ZOOM_STEP),
    "=": () => zoomTo(scale * ZOOM_STEP),
    "-": () => zoomTo(scale / ZOOM_STEP),
    0: () => showAll(),
    l: () => showList(!isListShown()),
  };

  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, dialog");
    const act = KEYS[event.key.toLowerCase()];
    if (act && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      act();
      event.preventDefault();
    }
  });

  function show(x, y, width, height) {
    const box = drawing.viewBox.baseVal;
    scale = Math.min(surface.clientWidth / width, surface.clientHeight / height);
    resize();
    const beside = (surface.clientWidth - width * scale) / 2;
    surface.scrollTo((x - box.x) * scale - beside, (y - box.y) * scale);
  }

  function showAll() {
    const box = drawing.viewBox.baseVal;
    show(box.x, box.y, box.width, box.height);
  }

  function showBox(id) {
    const frame = drawing.querySelector(`[data-frame="${CSS.escape(id)}"] > .frame`);
    if (!id || !frame) {
      showAll();
      return;
    }
    const { x, y, width, height } = frame.getBBox();
    show(x - 40, y - 100, width + 80, height + 140);
  }

  // Changes

  async function save(method, noteId, change, sentence) {
    const answer = await send(method, noteId, change);
    await redraw();
    if (answer) {
      say(sentence(answer));
    }
    return answer;
  }

  function shift(note, dx, dy) {
    const { x, y } = placeOf(note);
    note.dataset.x = String(x + dx);
    note.dataset.y = String(y + dy);
    const [oldX, oldY] = (note.dataset.shift ?? "0 0").split(" ").map(Number);
    note.dataset.shift = `${oldX + dx} ${oldY + dy}`;
    note.setAttribute("transform", `translate(${oldX + dx} ${oldY + dy})`);
  }

  const putDown = (id, place) =>
    save("PATCH", id, place, (answer) =>
      answer.frame ? `Moved; it lies in ${boxName(answer.frame)}.` : "Moved; it lies outside every box.",
    );

  function nudge(note, dx, dy) {
    if (unsent && unsent.note !== note) {
      sendNudge();
    }
    shift(note, dx, dy);
    clearTimeout(unsent?.timer);
    unsent = { note, timer: setTimeout(sendNudge, SEND_AFTER_MS) };
  }

  function sendNudge() {
    if (!unsent) {
      return;
    }
    const { note, timer } = unsent;
    clearTimeout(timer);
    unsent = null;
    putDown(note.dataset.note, placeOf(note));
  }

  async function remove(id) {
    const all = notes();
    const at = all.findIndex((note) => note.dataset.note === id);
    const next = (all[at + 1] ?? all[at - 1])?.dataset.note;
    const done = await save("DELETE", id, {}, () => "The note is off the board.");
    if (done) {
      (next && noteById(next) ? noteById(next) : surface).focus({ preventScroll: true });
    }
  }

  // The dialog

  function open(note, first) {
    opened = note ? { ...note.dataset } : null;
    dialog.returnValue = "";
    document.getElementById("dialog-title").textContent = note ? "Change note" : "New note";
    document.getElementById("dialog-delete").hidden = !note;
    field("text").value = opened?.text ?? "";
    field("colour").value = opened?.colour ?? "light_yellow";
    field("frame").value = opened?.frame ?? document.getElementById("go-to").value;
    if (field("frame").selectedIndex < 0 || (!note && !field("frame").value)) {
      field("frame").selectedIndex = 0;
    }
    dialog.showModal();
    field(first).focus();
  }

  async function closed() {
    if (dialog.returnValue === "delete" && opened) {
      await remove(opened.note);
    } else if (dialog.returnValue === "save") {
      await saveDialog();
    }
  }

  async function saveDialog() {
    const [text, colour, frame] = ["text", "colour", "frame"].map((name) => field(name).value);
    if (!opened) {
      const made = { text, colour, frame: frame || null };
      const answer = await save("POST", "", made, () => `The note is in ${boxName(frame)}.`);
      noteById(answer?.id ?? "")?.focus();
      return;
    }
    const change = {};
    if (text !== opened.text) {
      change.text = text;
    }
    if (colour !== opened.colour) {
      change.colour = colour;
    }
    if (frame !== opened.frame) {
      change.frame = frame || null;
    }
    if (Object.keys(change).length > 0) {
      await save("PATCH", opened.note, change, () => "Saved.");
    }
    noteById(opened.note)?.focus();
  }

  // Mouse, finger and keys

  drawing.addEventListener("pointerdown", (event) => {
    const note = noteOf(event.target);
    if (event.button !== 0 || (!note && event.pointerType !== "mouse")) {
      return;
    }
    sendNudge();
    drag = { note, id: event.pointerId, x: event.clientX, y: event.clientY, moved: 0 };
    drawing.setPointerCapture(event.pointerId);
    note?.focus({ preventScroll: true });
    event.preventDefault();
  });

  drawing.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) {
      return;
    }
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    drag.moved += Math.abs(dx) + Math.abs(dy);
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (drag.note) {
      shift(drag.note, dx / scale, dy / scale);
    } else {
      surface.scrollBy(-dx, -dy);
    }
  });

  const drop = (event) => {
    if (!drag || event.pointerId !== drag.id) {
      return;
    }
    const { note, moved } = drag;
    drag = null;
    if (note && moved > CLICK_PX) {
      putDown(note.dataset.note, placeOf(note));
    }
  };
  drawing.addEventListener("pointerup", drop);
  drawing.addEventListener("pointercancel", drop);

  drawing.addEventListener("dblclick", (event) => {
    const note = noteOf(event.target) ?? noteOf(document.elementFromPoint(event.clientX, event.clientY));
    if (note) {
      open(note, "text");
    }
  });

  const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  drawing.addEventListener("keydown", (event) => {
    const note = noteOf(event.target);
    if (!note || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key in ARROWS) {
      const step = event.shiftKey ? FAR_STEP : STEP;
      nudge(note, ARROWS[event.key][0] * step, ARROWS[event.key][1] * step);
    } else if (event.key === "Enter" || event.key === " ") {
      sendNudge();
      open(note, "text");
    } else if (event.key.toLowerCase() === "c") {
      sendNudge();
      open(note, "colour");
    } else if (event.key === "Delete" || event.key === "Backspace") {
      clearTimeout(unsent?.timer);
      unsent = null;
      remove(note.dataset.note);
    } else {
      return;
    }
    event.preventDefault();
  });

  drawing.addEventListener("focusout", sendNudge);

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      dialog.close("save");
    }
  });

  dialog.addEventListener("close", closed);
  document.getElementById("dialog-cancel").addEventListener("click", () => dialog.close("cancel"));
  document.getElementById("dialog-delete").addEventListener("click", () => dialog.close("delete"));
  document.getElementById("new-note").addEventListener("click", () => open(null, "text"));
  document.getElementById("zoom-in").addEventListener("click", () => zoomTo(scale * ZOOM_STEP));
  document.getElementById("zoom-out").addEventListener("click", () => zoomTo(scale / ZOOM_STEP));
  document.getElementById("zoom-fit").addEventListener("click", showAll);
  listView.addEventListener("click", () => showList(!isListShown()));
  document.getElementById("go-to").addEventListener("change", (event) => showBox(event.target.value));
  document.getElementById("as").addEventListener("change", (event) => event.target.form.submit());
  addEventListener("resize", () => (isListShown() ? undefined : showAll()));

  for (const hidden of document.querySelectorAll(".scripted")) {
    hidden.hidden = false;
  }
  document.querySelector("#who button").hidden = true;
  surface.classList.add("is-live");
  document.body.classList.add("is-live");
  showAll();
  if (/^#(list|note-)/u.test(location.hash)) {
    showList(true);
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }
  setTimeout(look, LOOK_AGAIN_MS);
})();
