// Q on a piece's page: quote the note that has focus, or the words of it that are selected.
// Ctrl + Enter: the button or the form that has focus, else the page's main button. That one waits
// while something typed is not saved: focus goes there.
// M: the memo beside the piece. W: where this piece came from and went.
// Esc: out of a field; outside of fields back to the list of pieces, unless something is not saved.
// Each presses what works without it. Whoever switched keys off has no script.
"use strict";

const TYPING = "input, textarea, select";

function selectedIn(note) {
  const selection = document.getSelection();
  const words = selection && !selection.isCollapsed ? selection.toString().trim() : "";
  return words && note.contains(selection.anchorNode) && note.contains(selection.focusNode) ? words : "";
}

function sourceHere() {
  const anchor = document.getSelection()?.anchorNode;
  const selected = anchor?.nodeType === Node.TEXT_NODE ? anchor.parentElement : anchor;
  return document.activeElement?.closest(".sources li") ?? selected?.closest?.(".sources li");
}

function differs(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (!field.matches("select")) return field.value !== field.defaultValue;
  const first = [...field.options].findIndex((it) => it.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

function save(target) {
  const form = target.form ?? target.closest("form");
  if (form) return (target.matches("button") ? target : form.querySelector("button"))?.click();
  const draft = document.querySelector("#edit[data-kept] #title");
  const typed = [...document.querySelectorAll(TYPING)].find(differs) ?? draft;
  return typed ? typed.focus() : document.querySelector("[data-main]")?.click();
}

function leave(target) {
  if (target.matches(TYPING)) return target.blur();
  const typed = [...document.querySelectorAll(TYPING)].find(differs);
  return typed ? typed.focus() : document.querySelector("a[data-list]")?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    event.preventDefault();
    return save(event.target);
  }
  if (event.key === "Escape" && !event.isComposing) return leave(event.target);
  const key = event.key.toLowerCase();
  if (!["q", "m", "w"].includes(key) || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.isComposing || event.target.matches(TYPING)) return undefined;
  if (key === "m") return document.querySelector("a[data-thing-memo]")?.click();
  if (key === "w") return document.querySelector("a[data-went]")?.click();
  const form = sourceHere()?.querySelector("form[data-quote]");
  if (!form) return undefined;
  event.preventDefault();
  const note = form.closest("li").querySelector("[data-note]");
  const words = note ? selectedIn(note) : "";
  if (words) form.elements.words.value = words;
  form.requestSubmit();
  return undefined;
});
