// Draws the board anew while a design is changed. Without this file, *Show the board* does it.
"use strict";

const WAIT_MS = 500;
const form = document.getElementById("design");

if (form) {
  let waiting = 0;
  let asking = null;

  const draw = async () => {
    asking?.abort();
    asking = new AbortController();
    const typed = new FormData(form);
    typed.set("do", "look");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(typed),
        signal: asking.signal,
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const look = page.getElementById("look");
      if (look) document.getElementById("look").replaceChildren(...look.childNodes);
    } catch {
      // The line is lost, or something newer was typed: the button still draws it.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, WAIT_MS);
  });
}
