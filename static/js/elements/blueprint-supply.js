/* How many questions the rows of a quiz have and lack, counted anew while they are edited.

   The server counts: it gets the fields of the blueprint as they stand in the form, and answers
   with a sentence, which is read out, and with the rows. Without it the saved draft is shown. */

const PAUSE = 400; // milliseconds without a change

class BlueprintSupply extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form) return;
    this.known = null;
    this.look = () => this.later();
    for (const event of ["input", "change"]) this.form.addEventListener(event, this.look);
    /* Choosing, moving and deleting change hidden fields, of which no event tells. */
    this.observer = new MutationObserver(this.look);
    const blocks = this.form.querySelector(`[data-contentpath="${this.dataset.field}"]`);
    const changes = { attributeFilter: ["value"], childList: true, subtree: true };
    if (blocks) this.observer.observe(blocks, changes);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.observer?.disconnect();
    for (const event of ["input", "change"]) this.form?.removeEventListener(event, this.look);
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.count(), PAUSE);
  }

  fields() {
    const start = `${this.dataset.field}-`;
    return new URLSearchParams([...new FormData(this.form)].filter(([name]) => name.startsWith(start)));
  }

  async count() {
    const body = this.fields();
    const asked = body.toString();
    if (asked === this.known) return;
    this.known = asked;
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(this.dataset.url, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      body,
    }).then((response) => (response.ok ? response.json() : null)).catch(() => null);
    if (asked === this.known) this.show(answer);
  }

  show(answer) {
    this.querySelector("[data-stale]").hidden = Boolean(answer);
    if (!answer) {
      this.known = null;
      return;
    }
    const status = this.querySelector("[role=status]");
    if (status.textContent !== answer.summary) status.textContent = answer.summary;
    this.querySelector("[data-rows]").innerHTML = answer.rows;
  }
}

customElements.define("blueprint-supply", BlueprintSupply);
