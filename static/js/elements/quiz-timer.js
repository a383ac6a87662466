/* <quiz-timer>: says politely when 5 minutes and 1 minute are left, and leads on when time is up.

   The server's clock counts: data-seconds is what it says is left. Nothing is handed in by this. */

const SAID = { five: 300, one: 60 }; // seconds before the end
const ON_THE_WAY = 2; // seconds that the last answer gets

class QuizTimer extends HTMLElement {
  connectedCallback() {
    const left = Number(this.dataset.seconds);
    // A device that slept wakes late: the end is a moment, not a count.
    this.end = Date.now() + left * 1000;
    for (const [name, seconds] of Object.entries(SAID)) {
      if (left > seconds) this.#at(seconds, () => this.#say(this.dataset[name]));
    }
    this.#at(-ON_THE_WAY, () => location.assign(this.dataset.over));
    document.addEventListener("visibilitychange", () => {
      if (Date.now() > this.end + ON_THE_WAY * 1000) location.assign(this.dataset.over);
    });
  }

  /* So many seconds before the end. */
  #at(seconds, act) {
    setTimeout(act, Math.max(this.end - seconds * 1000 - Date.now(), 0));
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

customElements.define("quiz-timer", QuizTimer);
