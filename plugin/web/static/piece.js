// Q on a piece's page: quote the note that has focus, or the words of it that are selected.
// Ctrl + Enter: save the form that is typed in, else the page's main button.
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

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    const typed = event.target.matches(TYPING) ? event.target.form?.querySelector("button") : null;
    (typed ?? document.querySelector("[data-main]"))?.click();
    return event.preventDefault();
  }
  if (event.key.toLowerCase() !== "q" || event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.isComposing || event.target.matches(TYPING)) return undefined;
  const form = sourceHere()?.querySelector("form[data-quote]");
  if (!form) return undefined;
  event.preventDefault();
  const note = form.closest("li").querySelector("[data-note]");
  const words = note ? selectedIn(note) : "";
  if (words) form.elements.words.value = words;
  form.requestSubmit();
  return undefined;
});
