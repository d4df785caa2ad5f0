// Sends what is being typed to the page itself as a draft, so that a lost session loses nothing.
// Nothing is ever kept in the browser. Files and the form's own buttons are not part of a draft.

export function keepDrafts() {
  for (const line of document.querySelectorAll("[data-draft-seconds]")) {
    new Keeper(line).start();
  }
}

class Keeper {
  constructor(line) {
    this.line = line;
    this.form = line.closest("form");
    this.at = line.dataset.draftAt;
    this.saved = "draftUnsaved" in line.dataset ? "" : this.typed();
    this.stops = () => this.stop();
    this.leaves = () => this.save({ keepalive: true });
  }

  start() {
    const seconds = Number(this.line.dataset.draftSeconds);
    this.timer = setInterval(() => this.save(), seconds * 1000);
    window.addEventListener("pagehide", this.leaves);
    for (const form of [this.form, document.querySelector("[data-draft-discard]")]) {
      form?.addEventListener("submit", this.stops);
    }
  }

  stop() {
    clearInterval(this.timer);
    window.removeEventListener("pagehide", this.leaves);
    this.stopped = true;
  }

  typed() {
    const parts = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(parts).toString();
  }

  async save({ keepalive = false } = {}) {
    const typed = this.typed();
    if (this.stopped || typed === this.saved || (this.isSending && !keepalive)) return;
    this.isSending = true;
    try {
      await this.hear(await this.send(typed, keepalive), typed);
    } catch {
      this.say("Your draft could not be saved just now. It will be tried again.");
    } finally {
      this.isSending = false;
    }
  }

  send(typed, keepalive) {
    const body = new URLSearchParams(typed);
    body.set("save_draft", "by script");
    const address = this.form.getAttribute("action") || window.location.href;
    return fetch(address, { method: "POST", body, keepalive, redirect: "manual" });
  }

  async hear(answer, typed) {
    // A form that was sent meanwhile has its own next page to say what came of it.
    if (this.stopped) return;
    if (answer.type === "opaqueredirect") return this.end("You are signed out.", "sign in to go on.");
    if (answer.status >= 500) throw new Error(answer.status);
    if (!answer.ok) return this.end("This page was open too long.", "load the page again to go on.");
    const told = await answer.json();
    if (told.said) return this.end(told.said);
    this.saved = typed;
    this.at = told.at;
    this.say(`Draft saved at ${told.at}`);
  }

  // Nothing more can be kept from here: says what is safe, and what is not.
  end(why, then = "") {
    this.stop();
    const safe = this.at
      ? ` Your draft of ${this.at} is safe. Copy what you typed since then;`
      : " What you typed here is not saved. Copy it;";
    this.say(then ? `${why}${safe} ${then}` : why);
  }

  say(words) {
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}
