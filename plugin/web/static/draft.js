// Says in the form that a draft could not be kept, where the server does not answer.
"use strict";

function notKept(event) {
  const place = event.detail.elt;
  if (place?.hasAttribute("data-draft")) {
    place.textContent = "Not kept: Hedgerow did not answer. Your words are still in this form.";
  }
}

document.addEventListener("htmx:responseError", notKept);
document.addEventListener("htmx:sendError", notKept);
