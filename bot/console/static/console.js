"use strict";
// What the pages do beyond their forms. Everything works without it.

// A link is copied by a button that is there only where it works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.querySelector("[data-copied]").hidden = false;
  });
}
