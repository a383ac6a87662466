/* <quick-exit>: leaves at once, by a click or by pressing Escape three times.

   The page is replaced in the history, so that Back does not show it again. */

const TIMES = 3;
const WITHIN = 3000; // milliseconds

/* Then nothing may ask first. */
export let isLeaving = false;

class QuickExit extends HTMLElement {
  #pressed = [];

  connectedCallback() {
    const link = this.querySelector("a");
    link.title = this.dataset.hint;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      this.#leave(link.href);
    });
    document.addEventListener("keydown", (event) => this.#count(event, link.href));
  }

  #count(event, address) {
    if (event.key !== "Escape" || event.repeat) {
      this.#pressed = [];
      return;
    }
    const now = Date.now();
    this.#pressed = [...this.#pressed.filter((moment) => now - moment < WITHIN), now];
    if (this.#pressed.length === TIMES) this.#leave(address);
  }

  #leave(address) {
    isLeaving = true;
    document.body.hidden = true; // the other page may be slow to come
    document.title = this.dataset.title; // names nothing of ours
    top.location.replace(address); // Wagtail shows pages in a frame
  }
}

customElements.define("quick-exit", QuickExit);
