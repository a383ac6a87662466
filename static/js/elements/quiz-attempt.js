/* <quiz-attempt>: saves each answer as soon as it is given, and says so below the question.

   The form inside works alone and carries every answer when it is sent. This element never hands
   in. What cannot reach the server waits on the device (answer-queue.js); other tabs are told. */
import { AnswerQueue } from "../answer-queue.js";
import { drop, waitingIn } from "../answers.js";
import { answerIn, changedSlots, putAnswer } from "../question-form.js";

const PAUSE = 1500; // milliseconds in writing, after which it is sent

/* crypto.randomUUID() does not exist on a plain http address in a local network; this does. */
function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class QuizAttempt extends HTMLElement {
  #client = newClient();
  #tabs = new BroadcastChannel(`attempt:${this.dataset.attempt}`);
  #form;
  #queue;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#queue = new AnswerQueue(this.dataset.attempt, this.#form, (entry, outcome) => {
      this.#hear(entry, outcome);
      this.#tabs.postMessage({ entry, outcome });
    });
    this.#form.addEventListener("change", (event) => this.#changed(event, 0));
    this.#form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, [type=text]")) this.#changed(event, PAUSE);
    });
    this.#form.addEventListener("submit", (event) => this.#beforeSubmit(event));
    this.#tabs.addEventListener("message", ({ data }) => this.#hear(data.entry, data.outcome));
    window.addEventListener("online", () => this.#queue.remember());
    window.addEventListener("pagehide", () => this.#queue.leave());
    document.addEventListener("visibilitychange", () => this.#queue.flush());
    this.#goOn();
  }

  /* With what was answered before this script came, and what did not arrive before. */
  #goOn() {
    for (const slot of changedSlots(this.#form)) this.#keep(slot, 0);
    const waiting = Object.values(waitingIn(this.dataset.attempt));
    // Of a question on another page we know nothing here: the server does.
    const isNewer = ({ slot, sequence }) => sequence > Number(this.#sequence(slot)?.value ?? 0);
    for (const entry of waiting.filter((one) => !isNewer(one))) drop(this.dataset.attempt, entry);
    const newer = waiting.filter(isNewer);
    for (const entry of newer) this.#hear(entry, { state: "waiting" });
    this.#queue.remember(newer);
  }

  #changed({ target }, pause) {
    const slot = Number(target.closest("[data-slot]")?.dataset.slot);
    if (slot) this.#keep(slot, pause);
  }

  #keep(slot, pause) {
    const field = this.#sequence(slot);
    const sequence = Math.max(Date.now(), Number(field.value) + 1);
    field.value = sequence;
    const answer = answerIn(this.#form, slot);
    this.#queue.put({ slot, answer, client: this.#client, sequence }, pause);
  }

  /* What became of an answer, from here or from another tab; a newer one is put on the page. */
  #hear(entry, { state, answer, sequence, remark = "", error = "" }) {
    if (state === "overtaken") {
      this.#hear({ ...entry, answer, sequence }, { state: "saved" });
      return;
    }
    const field = this.#sequence(entry.slot);
    if (!field || entry.sequence < Number(field.value)) return;
    if (entry.sequence > Number(field.value)) {
      this.#queue.overtake(entry);
      field.value = entry.sequence;
      putAnswer(this.#question(entry.slot), entry.answer);
    }
    const isEmpty = state === "saved" && !entry.answer.length;
    this.#show(entry.slot, isEmpty ? "emptied" : state, remark || error);
  }

  #question(slot) {
    return this.querySelector(`[data-slot="${slot}"]`);
  }

  #sequence(slot) {
    return this.#form.elements[`sequence-${slot}`];
  }

  #show(slot, state, more) {
    const status = this.#question(slot).querySelector(".answer-status");
    const words = state === "refused" && more ? more : `${this.dataset[state]} ${more}`.trim();
    status.dataset.state = state;
    if (status.textContent !== words) status.textContent = words; // else it is read out again
    if (this.#queue.isEmpty) this.#say("");
  }

  #say(words) {
    this.querySelector(".attempt-status").textContent = words;
  }

  /* Without a connection the browser would leave for an error page. */
  async #beforeSubmit(event) {
    if (this.#queue.isEmpty && navigator.onLine) return;
    event.preventDefault();
    await this.#queue.flush();
    if (this.#queue.isEmpty && navigator.onLine) this.#form.requestSubmit(event.submitter);
    else this.#say(this.dataset.unsent);
  }
}

customElements.define("quiz-attempt", QuizAttempt);
