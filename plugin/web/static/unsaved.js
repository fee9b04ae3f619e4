// Asks before what is typed in a form is lost: by a link away, or by the button of another form.
// Nothing is kept anywhere: what is typed is in its field alone. A form whose draft is kept as it is
// typed is left out, and so are signing out and a search; a search that is a post has data-unasked.
"use strict";

const FIELDS = "textarea, select, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])";
let sent = null;
let isLeaving = false;

// A form with data-left stands here again with words that no button has used; with "all", choices too.
// So does the one form that was sent to this address, on a page that says it was refused.
function isLeft(form) {
  if (form.hasAttribute("data-left")) return true;
  if (!document.querySelector("main[data-refused]")) return false;
  const same = [...document.forms].filter((it) => it.action === form.action);
  return same.length === 1 && new URL(form.action).pathname === location.pathname;
}

function isSet(field) {
  const isChoice = field.matches("select");
  if (isChoice ? field.form.dataset.left === "all" : isLeft(field.form)) return field.value.trim() !== "";
  if (!isChoice) return field.value.trim() !== field.defaultValue.trim();
  const first = [...field.options].findIndex((it) => it.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

function isKept(form) {
  const isUnasked = form.method === "get" || form.hasAttribute("data-unasked");
  return form === sent || isUnasked || form.querySelector("[data-draft]") !== null;
}

document.addEventListener("submit", (event) => {
  sent = event.defaultPrevented ? null : event.target;
  isLeaving = event.target.hasAttribute("data-leaves");
});
addEventListener("pageshow", () => {
  sent = null;
  isLeaving = false;
});
addEventListener("beforeunload", (event) => {
  const isLost = (field) => field.form && !isKept(field.form) && isSet(field);
  const lost = isLeaving ? undefined : [...document.querySelectorAll(FIELDS)].find(isLost);
  sent = null; // whoever stays may press another button
  isLeaving = false;
  if (!lost) return;
  event.preventDefault();
  for (let place = lost.parentElement; place; place = place.parentElement) {
    if (place.matches("details")) place.open = true;
  }
  lost.focus();
});
