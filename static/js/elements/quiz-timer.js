/* <quiz-timer>: says politely when 5 minutes and 1 minute are left, and leads to the check
   when time is up, by its button, which saves what stands on the page.

   The server's clock counts: data-seconds is what it says is left. Nothing is handed in by this. */

const SAID = { five: 300, one: 60 }; // seconds before the end
const ON_THE_WAY = -2; // seconds that the last answer gets

class QuizTimer extends HTMLElement {
  #end;
  #before;

  connectedCallback() {
    // The end is a moment, not a count: a device that slept wakes late. And it may be weeks away,
    // for which no single timer is made.
    this.#before = Number(this.dataset.seconds);
    this.#end = Date.now() + this.#before * 1000;
    setInterval(() => this.#tick(), 1000);
    document.addEventListener("visibilitychange", () => this.#tick());
  }

  #tick() {
    const left = (this.#end - Date.now()) / 1000;
    const passed = (moment) => left <= moment && moment < this.#before;
    if (passed(ON_THE_WAY)) this.#goToTheCheck();
    else if (passed(SAID.one)) this.#say(this.dataset.one);
    else if (passed(SAID.five)) this.#say(this.dataset.five);
    this.#before = left;
  }

  #goToTheCheck() {
    const button = document.querySelector("quiz-attempt [name=check]");
    button.form.requestSubmit(button);
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

customElements.define("quiz-timer", QuizTimer);
