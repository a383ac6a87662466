/* <sorting-activity>: cards are put into groups with their buttons, or dragged there.

   The board is the template inside, with every word that is shown or said. */

class SortingActivity extends HTMLElement {
  #board;
  #dragged;

  connectedCallback() {
    if (this.#board) return;
    this.#board = document.createElement("div");
    this.#board.className = "sorting-board";
    this.#board.append(this.querySelector("template").content.cloneNode(true));
    this.querySelector(".sorting-plain").hidden = true;
    this.append(this.#board);
    this.#board.addEventListener("click", (event) => this.#click(event.target.closest("button")));
    this.#listenToDragging();
  }

  get #cards() {
    return [...this.#board.querySelectorAll(".sorting-card")];
  }

  #click(button) {
    if (!button) return;
    if (button.matches(".sorting-check")) this.#check();
    else if (button.matches(".sorting-again")) this.#tryAgain();
    else this.#move(button.closest(".sorting-card"), button.dataset.group);
  }

  #move(card, group) {
    const button = card.querySelector(`button[data-group="${group}"]`);
    const hadFocus = card.contains(document.activeElement);
    this.#board.querySelector(`.sorting-group[data-group="${group}"] ul`).append(card);
    this.#press(card, button);
    this.#hideVerdict(card);
    if (hadFocus) button.focus(); // it was lost on the way
    this.#say(button.dataset.said);
  }

  #press(card, pressed) {
    for (const button of card.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === pressed));
    }
  }

  #isRight(card) {
    return card.closest(".sorting-group")?.dataset.group === card.dataset.group;
  }

  #check() {
    const unplaced = this.#board.querySelector(".sorting-pile .sorting-card");
    if (unplaced) {
      this.#say(this.dataset.unplaced);
      unplaced.querySelector("button").focus();
      return;
    }
    for (const card of this.#cards) {
      const when = this.#isRight(card) ? "right" : "wrong";
      this.#hideVerdict(card);
      card.querySelector(`[data-when="${when}"]`).hidden = false;
    }
    const all = this.#cards.every((card) => this.#isRight(card));
    this.#board.querySelector(".sorting-again").hidden = false;
    this.#say(all ? this.dataset.all : this.dataset.some);
  }

  /* What is right stays, unless everything is: then it begins anew. */
  #tryAgain() {
    const wrong = this.#cards.filter((card) => !this.#isRight(card));
    for (const card of this.#cards) this.#hideVerdict(card);
    for (const card of wrong.length ? wrong : this.#cards) {
      this.#press(card, null);
      this.#board.querySelector(".sorting-pile").append(card);
    }
    this.#board.querySelector(".sorting-again").hidden = true;
    this.#say("");
    this.#board.querySelector(".sorting-pile button").focus();
  }

  #hideVerdict(card) {
    for (const verdict of card.querySelectorAll("[data-when]")) verdict.hidden = true;
  }

  #listenToDragging() {
    this.#board.addEventListener("dragstart", (event) => {
      this.#dragged = event.target.closest?.(".sorting-card");
    });
    for (const group of this.#board.querySelectorAll(".sorting-group")) {
      const mark = (on) => group.classList.toggle("is-over", on);
      group.addEventListener("dragover", (event) => {
        if (!this.#dragged) return;
        event.preventDefault(); // it may be dropped here
        mark(true);
      });
      group.addEventListener("dragleave", () => mark(false));
      group.addEventListener("drop", (event) => {
        event.preventDefault();
        mark(false);
        if (this.#dragged) this.#move(this.#dragged, group.dataset.group);
        this.#dragged = null;
      });
    }
    this.#board.addEventListener("dragend", () => (this.#dragged = null));
  }

  #say(words) {
    this.#board.querySelector(".sorting-status").textContent = words;
  }
}

customElements.define("sorting-activity", SortingActivity);
