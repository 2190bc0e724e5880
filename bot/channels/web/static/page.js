// The page without waiting: what is written goes at once, and what is answered comes by itself. Without this file all works by form.
"use strict";
(() => {
  const log = document.getElementById("log");
  const words = document.getElementById("words");
  const press = document.getElementById("press");
  const input = document.getElementById("text");
  const told = document.getElementById("told");
  const exit = document.getElementById("exit");
  const touch = matchMedia("(pointer: coarse)").matches;
  let seen = Number(words.elements.seen.value);
  let sending = false;

  // where letters are large, nothing stays in the way of what is read
  function fit() {
    document.body.classList.remove("flow");
    const fixed = document.querySelector("nav").offsetHeight + document.querySelector("footer").offsetHeight;
    document.body.classList.toggle("flow", fixed > innerHeight * 0.45);
  }
  addEventListener("resize", fit);
  fit();

  const tell = (text) => { told.textContent = text; };
  const nonce = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join("");
  const atEnd = () => scrollY + innerHeight > document.documentElement.scrollHeight - 200;

  function add(line) {
    if (line.id <= seen) return;
    const follow = atEnd();
    const before = log.lastElementChild;
    const here = document.activeElement;
    log.insertAdjacentHTML("beforeend", line.html);
    const fresh = log.lastElementChild;
    seen = line.id;
    for (const form of [words, press]) form.elements.seen.value = seen;
    if (fresh.querySelector(".choices")) {
      for (const old of log.querySelectorAll(".choices")) if (!fresh.contains(old)) old.remove();
    }
    if (here && !here.isConnected) (touch ? log : input).focus({ preventScroll: true });
    if (!fresh.classList.contains("own")) tell("");
    if (follow) (before && before.classList.contains("own") ? before : fresh).scrollIntoView({ block: "start" });
  }

  function listen() {
    const source = new EventSource(`${log.dataset.events}?after=${seen}`);
    source.onmessage = (event) => add(JSON.parse(event.data));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 3000);
    };
  }

  async function send(form, name, value) {
    if (sending) return;
    sending = true;
    const fields = new URLSearchParams(new FormData(form));
    fields.set(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
      if (answer.ok) {
        form.elements.nonce.value = nonce();
        tell("");
        if (form === words) input.value = "";
        scrollTo(0, document.documentElement.scrollHeight);
      } else {
        tell((await answer.json()).message);
      }
    } catch {
      tell(told.dataset.failed);
    }
    sending = false;
    if (!touch || form === words) input.focus({ preventScroll: true });
  }

  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      words.requestSubmit();
    }
  });
  if (exit) {
    exit.addEventListener("click", (event) => {
      event.preventDefault();
      document.body.hidden = true;
      location.replace(exit.href);
    });
  }
  if (log.dataset.events) {
    words.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) send(words, "text", input.value);
    });
    press.addEventListener("submit", (event) => {
      event.preventDefault();
      const menu = document.querySelector("details");
      if (menu.contains(event.submitter)) menu.open = false;
      send(press, event.submitter.name, event.submitter.value);
    });
    listen();
  }
  const last = log.querySelector(".line.own:last-of-type") || [...log.querySelectorAll(".own")].pop();
  if (last && !location.hash) last.scrollIntoView({ block: "start" });
  if (!touch) input.focus({ preventScroll: true });
})();
