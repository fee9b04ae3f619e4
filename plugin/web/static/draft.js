// Says in the form that a draft could not be kept, where the server does not answer.
// What is typed is kept no more once its form is sent: it could come after the piece was made.
"use strict";

let isSent = false;

function notKept(event) {
  const place = event.detail.elt;
  if (place?.hasAttribute("data-draft")) {
    place.textContent = "Not kept: Hedgerow did not answer. Your words are still in this form.";
  }
}

document.addEventListener("htmx:responseError", notKept);
document.addEventListener("htmx:sendError", notKept);
document.addEventListener("submit", (event) => {
  isSent = event.target.querySelector("[data-draft]") !== null;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (isSent && event.detail.elt.hasAttribute("data-draft")) event.preventDefault();
});
addEventListener("pageshow", () => { isSent = false; });
