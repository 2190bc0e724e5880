"use strict";
// What the pages do beyond their forms: one stream for all tabs, keys, the number in the title, a discreet sound.
// Everything works without it.
(() => {
  const body = document.body;
  const title = document.title;

  // --- One stream for all tabs: a browser opens six connections to a house, and a Lotse more than six cases. ---
  // The tab that holds the lock keeps the stream and tells the others; when it goes, the next one does.
  class Shared extends EventTarget {
    constructor(url) {
      super();
      this.readyState = EventSource.OPEN;
      this.case = new URL(url, location.href).searchParams.get("case");
      this.channel = new BroadcastChannel("lotse-live");
      this.channel.onmessage = (message) => this.tell(message.data);
      setTimeout(() => this.tell("{}")); // whoever comes looks anew
      navigator.locks.request("lotse-live", () => new Promise((leave) => this.lead(leave))).catch(() => {});
    }
    lead(leave) {
      this.leave = leave;
      if (this.readyState === EventSource.CLOSED) return leave();
      this.source = new EventSource("/console/live");
      this.source.addEventListener("case", (event) => {
        this.channel.postMessage(event.data);
        this.tell(event.data);
        sound(event.data);
      });
      this.source.onerror = () => {
        // refused, not just cut: looked for again in a while; the pages ask by themselves until then
        if (this.source.readyState === EventSource.CLOSED) setTimeout(() => this.lead(leave), 10000);
      };
    }
    tell(data) {
      const about = JSON.parse(data).case;
      if (this.case && about && about !== this.case) return;
      this.dispatchEvent(new MessageEvent("case", { data }));
    }
    close() {
      this.readyState = EventSource.CLOSED;
      this.channel.close();
      if (this.source) this.source.close();
      if (this.leave) this.leave();
    }
  }

  if (window.htmx && navigator.locks && window.BroadcastChannel) {
    htmx.createEventSource = (url) => new Shared(url);
    // a page that went into the browser's memory must not keep the stream from the others
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  // --- What a page asks by itself keeps nobody signed in; what comes back the same changes nothing on the screen. ---
  const shown = new WeakMap();
  body.addEventListener("htmx:configRequest", (event) => {
    const why = event.detail.triggeringEvent;
    if (!why || !why.isTrusted) event.detail.headers["X-By-Itself"] = "1";
  });
  body.addEventListener("htmx:beforeSwap", (event) => {
    const { elt, xhr, requestConfig } = event.detail;
    if (requestConfig.verb !== "get" || xhr.status !== 200) return;
    if (shown.get(elt) === xhr.responseText) event.detail.shouldSwap = false;
    shown.set(elt, xhr.responseText);
  });

  // --- The number in the title ---
  const badge = () => {
    const count = Number(document.getElementById("badge")?.dataset.count || 0);
    document.title = count && "badge" in body.dataset ? `(${count > 99 ? "99+" : count}) ${title}` : title;
  };
  body.addEventListener("htmx:afterSettle", badge);
  body.addEventListener("htmx:oobAfterSwap", badge);

  // --- The sound: two soft notes; a browser lets it out once somebody has touched the page ---
  const HEARD = ["opened", "message", "danger", "offered"];
  let last = 0;
  function sound(data) {
    if (!("sound" in body.dataset) || !HEARD.includes(JSON.parse(data).kind)) return;
    if (!navigator.userActivation?.hasBeenActive || Date.now() - last < 3000) return;
    last = Date.now();
    const audio = new AudioContext();
    [660, 880].forEach((pitch, place) => {
      const note = audio.createOscillator(), loud = audio.createGain(), at = audio.currentTime + place * 0.12;
      note.frequency.value = pitch;
      loud.gain.setValueAtTime(0.0001, at);
      loud.gain.exponentialRampToValueAtTime(0.05, at + 0.02);
      loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.25);
      note.connect(loud).connect(audio.destination);
      note.start(at);
      note.stop(at + 0.3);
      if (place) note.onended = () => audio.close();
    });
  }

  // --- Single keys: `data-key` names the key; a field is focused, all else is pressed ---
  const FIELDS = "input, textarea, select, [contenteditable]";
  let before = "";
  function move(step) {
    const rows = [...document.querySelectorAll("[data-row]")];
    const here = rows.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, here + step));
    rows[next]?.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (!("shortcuts" in body.dataset) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(FIELDS)) return;
    const pair = `${before} ${event.key}`;
    before = event.key;
    setTimeout(() => { before = ""; }, 1000);
    if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
    const found = document.querySelector(`[data-key="${CSS.escape(pair)}"], [data-key="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.matches(FIELDS)) found.focus();
    else found.click();
  });
})();

// A link is copied by a button that is there only where it works.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    document.querySelector("[data-copied]").hidden = false;
  });
}
