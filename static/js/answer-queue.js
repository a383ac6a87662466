/* The answers of the attempt on this page that are not saved yet: one after the other, oldest
   first, again and again until the server has them. */
import { deliver, drop, inOrder, isFinal, keep, waitingIn } from "./answers.js";

const SOONEST = 2000; // milliseconds until the next try; doubled each time, while nobody answers
const LATEST = 60000;

export class AnswerQueue {
  #attempt;
  #form;
  #tell; // (entry, outcome): what became of an answer
  #waiting = new Map(); // slot: entry; the device's storage may be switched off
  #late = new WeakSet(); // what was tried before: something newer may be there by now
  #sending = null;
  #timer;
  #pause = SOONEST;

  constructor(attempt, form, tell) {
    this.#attempt = attempt;
    this.#form = form;
    this.#tell = tell;
  }

  get isEmpty() {
    return this.#waiting.size === 0;
  }

  /* Keep an answer, and send it after a pause in which a newer one may take its place. */
  put(entry, pause = 0) {
    this.#waiting.set(entry.slot, entry);
    keep(this.#attempt, entry);
    this.#pause = SOONEST;
    this.#tell(entry, { state: "saving" });
    this.#later(pause);
  }

  /* A newer answer is there: this one is not needed any more. */
  overtake(newer) {
    const ours = this.#waiting.get(newer.slot);
    if (ours && ours.sequence < newer.sequence) this.#waiting.delete(newer.slot);
  }

  /* From before, or from another tab: what waits on the device. */
  remember(entries = Object.values(waitingIn(this.#attempt))) {
    for (const entry of entries) {
      if (this.#waiting.get(entry.slot)?.sequence >= entry.sequence) continue;
      this.#late.add(entry);
      this.#waiting.set(entry.slot, entry);
    }
    return this.flush();
  }

  /* Try now; ends when everything was tried. */
  flush() {
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = null));
    return this.#sending;
  }

  /* The page goes: the browser may still send what it can; the rest is on the device. */
  leave() {
    for (const entry of this.#waiting.values()) this.#deliver(entry, { keepalive: true });
  }

  #later(pause) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), pause);
  }

  #deliver(entry, options) {
    return deliver(this.#form.action, this.#form.elements.csrfmiddlewaretoken.value, entry, options);
  }

  async #sendAll() {
    const tried = new Set();
    const next = () => inOrder(this.#waiting.values()).find((entry) => !tried.has(entry));
    for (let entry = next(); entry; entry = next()) {
      tried.add(entry);
      const outcome = await this.#send(entry);
      if (outcome.state !== "unreachable") continue;
      for (const other of this.#waiting.values()) this.#tell(other, { state: "waiting" });
      break;
    }
    if (!this.isEmpty) this.#later(this.#pause);
    this.#pause = this.isEmpty ? SOONEST : Math.min(this.#pause * 2, LATEST);
  }

  async #send(entry) {
    let outcome = await this.#deliver(entry);
    if (outcome.state === "stale") {
      outcome = (await this.#renewToken()) ? await this.#deliver(entry) : { state: "waiting" };
    }
    const isNewest = this.#waiting.get(entry.slot) === entry;
    if (outcome.state === "overtaken" && isNewest && !this.#late.has(entry)) {
      // Given just now, and yet older by the other device's clock. Once: a checked answer stands.
      const again = { ...entry, sequence: outcome.sequence + 1 };
      this.#late.add(again);
      this.put(again);
      return outcome;
    }
    this.#late.add(entry);
    if (isFinal(outcome.state)) {
      drop(this.#attempt, entry);
      if (isNewest) this.#waiting.delete(entry.slot);
    }
    if (isNewest && outcome.state !== "unreachable") this.#tell(entry, outcome);
    return outcome;
  }

  /* Somebody signed in anew in another tab. Where it was somebody else, this page is not theirs. */
  async #renewToken() {
    const response = await fetch(location.pathname, { redirect: "manual" }).catch(() => ({}));
    if (response.status === 404) {
      this.#waiting.clear();
      location.reload();
    }
    if (!response.ok) return false;
    const html = await response.text().catch(() => "");
    const page = new DOMParser().parseFromString(html, "text/html");
    const field = page.querySelector("quiz-attempt [name=csrfmiddlewaretoken]");
    if (!field) return false;
    this.#form.elements.csrfmiddlewaretoken.value = field.value;
    return true;
  }
}
