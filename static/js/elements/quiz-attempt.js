/* <quiz-attempt>: saves each answer as soon as it is given, and says so below the question.

   The form inside works alone and carries every answer when it is sent. This element never hands
   in. The server keeps the answer with the highest sequence, so saving twice does no harm. */

const CONFLICT = 409;
const SERVER_ERROR = 500;
const RETRY_AFTER = 5000; // milliseconds
const GIVE_UP_AFTER = 10000;

/* crypto.randomUUID() does not exist on a plain http address in a local network; this does. */
function newClient() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class QuizAttempt extends HTMLElement {
  #client = newClient();
  #saving = new Map(); // slot: the promise of the save under way
  #waiting = new Set(); // slots that could not reach the server
  #form;

  connectedCallback() {
    this.#form = this.querySelector("form");
    this.#form.addEventListener("change", (event) => {
      const question = event.target.closest("[data-slot]");
      if (question) this.#save(Number(question.dataset.slot));
    });
    this.#form.addEventListener("submit", (event) => this.#beforeSubmit(event));
    window.addEventListener("online", () => this.#retry());
  }

  /* One save at a time for each question, the newest answer last. */
  #save(slot) {
    const before = this.#saving.get(slot) ?? Promise.resolve();
    const save = before.then(() => this.#send(slot));
    this.#saving.set(slot, save);
    return save;
  }

  async #send(slot) {
    const answer = new FormData(this.#form).getAll(`answer-${slot}`);
    this.#show(slot, "saving");
    try {
      let response = await this.#post(slot, answer);
      if (response.status === CONFLICT) {
        // Answered on another page since; this is the newer answer.
        this.#sequence(slot).value = (await response.json()).sequence;
        response = await this.#post(slot, answer);
      }
      if (response.status >= SERVER_ERROR) throw new Error(response.statusText);
      this.#waiting.delete(slot);
      this.#show(slot, response.ok ? (answer.length ? "saved" : "emptied") : "failed");
    } catch {
      this.#waiting.add(slot);
      this.#show(slot, "waiting");
      setTimeout(() => this.#waiting.has(slot) && this.#save(slot), RETRY_AFTER);
    }
  }

  #post(slot, answer) {
    const field = this.#sequence(slot);
    field.value = Number(field.value) + 1;
    const body = { slot, answer, client: this.#client, sequence: Number(field.value) };
    return fetch(this.#form.action, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": this.#form.elements.csrfmiddlewaretoken.value,
      },
      body: JSON.stringify(body),
      redirect: "manual", // to the sign-in page: then the answer is not saved
      signal: AbortSignal.timeout(GIVE_UP_AFTER),
    });
  }

  #sequence(slot) {
    return this.#form.elements[`sequence-${slot}`];
  }

  #show(slot, state) {
    const status = this.querySelector(`[data-slot="${slot}"] .answer-status`);
    status.dataset.state = state;
    status.textContent = this.dataset[state];
  }

  #retry() {
    return Promise.all([...this.#waiting].map((slot) => this.#save(slot)));
  }

  /* Without a connection the browser would leave for an error page and forget the answers. */
  async #beforeSubmit(event) {
    if (!this.#waiting.size) return;
    event.preventDefault();
    await this.#retry();
    if (this.#waiting.size) {
      this.querySelector(`[data-slot="${[...this.#waiting][0]}"]`).focus();
    } else {
      this.#form.requestSubmit(event.submitter);
    }
  }
}

customElements.define("quiz-attempt", QuizAttempt);
