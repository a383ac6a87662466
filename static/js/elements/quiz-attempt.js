/* <quiz-attempt>: saves each answer as soon as it is given, and says so below the question.

   The form inside works alone and carries every answer when it is sent. This element never hands
   in. What cannot reach the server waits on the device (answers.js); other tabs are told. */
import { drop, keep, send, waitingIn } from "../answers.js";
import { answerIn, putAnswer } from "../question-form.js";

const CONFLICT = 409;
const SERVER_ERROR = 500;
const RETRY_AFTER = 5000; // milliseconds
const PAUSE = 1500; // in writing, after which it is saved

/* crypto.randomUUID() does not exist on a plain http address in a local network; this does. */
function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class QuizAttempt extends HTMLElement {
  #client = newClient();
  #saving = new Map(); // slot: the promise of the save under way
  #waiting = new Set(); // slots that could not reach the server
  #pauses = new Map(); // slot: the timer of somebody who writes
  #tabs = new BroadcastChannel(`attempt:${this.dataset.attempt}`);
  #form;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#form.addEventListener("change", (event) => this.#changed(event, 0));
    this.#form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, [type=text]")) this.#changed(event, PAUSE);
    });
    this.#form.addEventListener("submit", (event) => this.#beforeSubmit(event));
    this.#tabs.addEventListener("message", ({ data }) => this.#takeOver(data, "saved"));
    window.addEventListener("online", () => this.#retry());
    // Left in the middle of writing: it waits on the device.
    window.addEventListener("pagehide", () => {
      for (const slot of this.#pauses.keys()) keep(this.dataset.attempt, this.#entry(slot));
    });
    for (const entry of Object.values(waitingIn(this.dataset.attempt))) {
      if (this.#takeOver(entry, "waiting")) this.#save(entry.slot);
      else drop(this.dataset.attempt, entry);
    }
  }

  #changed({ target }, pause) {
    const slot = Number(target.closest("[data-slot]")?.dataset.slot);
    if (!slot) return;
    clearTimeout(this.#pauses.get(slot));
    this.#pauses.set(slot, setTimeout(() => this.#save(slot), pause));
  }

  /* One save at a time for each question, the newest answer last. */
  #save(slot) {
    clearTimeout(this.#pauses.get(slot));
    this.#pauses.delete(slot);
    const before = this.#saving.get(slot) ?? Promise.resolve();
    const save = before.then(() => this.#send(slot));
    this.#saving.set(slot, save);
    return save;
  }

  async #send(slot) {
    this.#show(slot, "saving");
    let entry = this.#entry(slot);
    try {
      let response = await this.#post(entry);
      if (response.status === CONFLICT) {
        // Answered on another page since; this is the newer answer.
        this.#sequence(slot).value = (await response.json()).sequence;
        entry = this.#entry(slot);
        response = await this.#post(entry);
      }
      if (response.status >= SERVER_ERROR) throw new Error(response.statusText);
      this.#waiting.delete(slot);
      drop(this.dataset.attempt, entry);
      const remark = response.status === 200 ? (await response.json()).remark : "";
      this.#show(slot, response.ok ? (entry.answer.length ? "saved" : "emptied") : "failed", remark);
      if (response.ok) this.#tabs.postMessage(entry);
    } catch {
      this.#waiting.add(slot);
      this.#show(slot, "waiting");
      setTimeout(() => this.#waiting.has(slot) && this.#save(slot), RETRY_AFTER);
    }
  }

  #post(entry) {
    keep(this.dataset.attempt, entry);
    return send(this.#form.action, this.#form.elements.csrfmiddlewaretoken.value, entry);
  }

  /* The answer as it stands, with the next sequence. */
  #entry(slot) {
    const field = this.#sequence(slot);
    field.value = Number(field.value) + 1;
    const answer = answerIn(this.#form, slot);
    return { slot, answer, client: this.#client, sequence: Number(field.value) };
  }

  /* Put an answer from another tab, or from before, on the page where it is newer. */
  #takeOver(entry, state) {
    const field = this.#sequence(entry.slot);
    if (!field || entry.sequence <= Number(field.value)) return false;
    field.value = entry.sequence;
    putAnswer(this.#question(entry.slot), entry.answer);
    this.#show(entry.slot, state === "saved" && !entry.answer.length ? "emptied" : state);
    return true;
  }

  #question(slot) {
    return this.querySelector(`[data-slot="${slot}"]`);
  }

  #sequence(slot) {
    return this.#form.elements[`sequence-${slot}`];
  }

  #show(slot, state, remark = "") {
    const status = this.#question(slot).querySelector(".answer-status");
    status.dataset.state = state;
    status.textContent = `${this.dataset[state]} ${remark}`.trim();
  }

  #retry() {
    return Promise.all([...this.#waiting].map((slot) => this.#save(slot)));
  }

  /* Without a connection the browser would leave for an error page. */
  async #beforeSubmit(event) {
    if (!this.#waiting.size) return;
    event.preventDefault();
    await this.#retry();
    if (this.#waiting.size) {
      this.#question([...this.#waiting][0]).focus();
    } else {
      this.#form.requestSubmit(event.submitter);
    }
  }
}

customElements.define("quiz-attempt", QuizAttempt);
