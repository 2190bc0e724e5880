// The guide on a city's site: a button, and behind it the page in a frame. data-label, data-lang and data-city on the script's tag.
"use strict";
(() => {
  const tag = document.currentScript;
  const wishes = new URLSearchParams();
  for (const name of ["lang", "city"]) if (tag.dataset[name]) wishes.set(name, tag.dataset[name]);
  const label = tag.dataset.label || "Digitaler Lotse";
  const style = (element, rules) => { for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value); };

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.setAttribute("aria-expanded", "false");
  style(button, {
    "position": "fixed", "inset-block-end": "1rem", "inset-inline-end": "1rem", "z-index": "2147483000",
    "padding": ".7rem 1.1rem", "border": "2px solid #fff", "border-radius": "2rem", "background": "#0b4a9e", "color": "#fff",
    "font": "600 1rem/1.2 system-ui, sans-serif", "cursor": "pointer",
  });

  let frame = null;
  function open() {
    frame = document.createElement("iframe");
    frame.src = new URL(`widget?${wishes}`, tag.src).href;
    frame.title = label;
    style(frame, {
      "position": "fixed", "inset-block-end": "4.5rem", "inset-inline-end": "1rem", "z-index": "2147483000",
      "inline-size": "min(26rem, calc(100vw - 2rem))", "block-size": "min(42rem, calc(100vh - 6rem))",
      "border": "1px solid #767c88", "border-radius": ".8rem", "background": "#fff", "color-scheme": "normal",
    });
    button.after(frame);
    button.setAttribute("aria-expanded", "true");
  }
  function toggle() {
    if (!frame) return open();
    frame.hidden = !frame.hidden;
    button.setAttribute("aria-expanded", String(!frame.hidden));
  }
  button.addEventListener("click", toggle);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame && !frame.hidden) { toggle(); button.focus(); }
  });
  const put = () => document.body.append(button);
  if (document.body) put(); else document.addEventListener("DOMContentLoaded", put);
})();
