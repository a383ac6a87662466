/* <ordering-list>: lines are put in order with buttons, or dragged.

   Each line has a select with its place; the form is complete without this element. */

class OrderingList extends HTMLElement {
  #list;
  #dragged;

  connectedCallback() {
    this.#list = this.querySelector("ol");
    for (const help of this.querySelectorAll("[data-without-script]")) help.hidden = true;
    for (const part of this.querySelectorAll("[data-with-script], .order-moves, .order-keep")) {
      part.hidden = false;
    }
    this.classList.add("is-arranged");
    for (const line of this.#lines) line.draggable = true;
    this.arrange();
    this.addEventListener("click", ({ target }) => this.#click(target.closest("button")));
    this.#listenToDragging();
  }

  get #lines() {
    return [...this.#list.children];
  }

  #place(line) {
    return line.querySelector("select");
  }

  /* The lines in the order of their places, where all have one. */
  arrange() {
    const lines = this.#lines;
    const places = new Set(lines.map((line) => this.#place(line).value).filter(Boolean));
    this.querySelector(".order-keep").hidden = places.size === lines.length;
    if (places.size < lines.length) return;
    lines.sort((one, other) => this.#place(one).value - this.#place(other).value);
    this.#list.append(...lines);
  }

  #click(button) {
    if (!button) return;
    if (!button.dataset.by) {
      this.#keep();
      this.querySelector('[data-by="1"]').focus(); // the button is gone
      return;
    }
    const line = button.closest("li");
    const lines = this.#lines;
    const to = lines.indexOf(line) + Number(button.dataset.by);
    if (to < 0 || to >= lines.length) return;
    if (button.dataset.by > 0) lines[to].after(line);
    else lines[to].before(line);
    // It was lost on the way; at either end only the other button is left.
    const isAtEnd = to === 0 || to === lines.length - 1;
    (isAtEnd ? line.querySelector(`[data-by="${-button.dataset.by}"]`) : button).focus();
    this.#keep(line);
  }

  /* The places as the lines stand now; the form hears of it as if somebody had chosen them. */
  #keep(moved) {
    this.#lines.forEach((line, index) => (this.#place(line).value = index + 1));
    this.querySelector(".order-keep").hidden = true;
    if (moved) {
      this.querySelector("[role=status]").textContent = this.dataset.said
        .replace("%(text)s", moved.querySelector(".order-text").textContent)
        .replace("%(place)s", this.#lines.indexOf(moved) + 1)
        .replace("%(total)s", this.#lines.length);
    }
    this.#list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #listenToDragging() {
    this.#list.addEventListener("dragstart", ({ target }) => {
      this.#dragged = target.closest?.("li");
    });
    this.#list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!this.#dragged) return;
      event.preventDefault(); // it may be dropped here
      if (!over || over === this.#dragged) return;
      const { top, height } = over.getBoundingClientRect();
      if (event.clientY > top + height / 2) over.after(this.#dragged);
      else over.before(this.#dragged);
    });
    this.#list.addEventListener("drop", (event) => event.preventDefault());
    this.#list.addEventListener("dragend", () => {
      if (this.#dragged) this.#keep(this.#dragged);
      this.#dragged = null;
    });
  }
}

customElements.define("ordering-list", OrderingList);
