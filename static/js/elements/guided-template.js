/* <guided-template>: a plan is written part by part, then printed or downloaded.

   Nothing is sent: no field has a name or stands in a form. What is written is kept on this device
   as long as its owner is signed in (device.js); on a shared device, and for who is not signed in,
   it stands on the page and nowhere else. “Leave this site” takes the page away, and what is kept
   stays behind the sign-in, as notes do. */

import { isSignedOut, PLAN } from "../device.js";
import { check, say } from "../guided-checks.js";
import { fieldOf } from "../guided-fields.js";
import { download, sheetOf } from "../guided-sheet.js";

const isShared = () => "supervised" in document.documentElement.dataset;

class GuidedTemplate extends HTMLElement {
  #paper;
  #key;
  #fields = new Map();

  connectedCallback() {
    if (this.#paper) return;
    this.#paper = this.cloneNode(true);
    const tools = this.querySelector("template").content.cloneNode(true);
    const rows = tools.querySelector("template");
    for (const part of this.querySelectorAll(".guided-part")) {
      this.#fields.set(part.dataset.key, fieldOf(part, rows));
    }
    this.append(tools.querySelector(".guided-tools"));
    this.#key = this.#keyThatWorks();
    this.#sayWhatIsKept();
    this.#show();
    // While it is typed: what moved only as the field is left would move the button about to be pressed.
    for (const event of ["input", "change"]) this.addEventListener(event, () => this.#written());
    this.addEventListener("click", ({ target }) => this.#click(target.closest("[data-do]")));
    window.addEventListener("beforeprint", () => this.#putSheet());
    window.addEventListener("afterprint", () => this.#takeSheet());
    // Written, removed or signed out in another tab, or the page was shown again as it was.
    window.addEventListener("storage", ({ key }) => key === this.#key && this.#show());
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#key && this.#show());
  }

  get #values() {
    return Object.fromEntries([...this.#fields].map(([key, field]) => [key, field.value]));
  }

  /* Empty where nothing is kept; also where the storage is switched off. */
  #keyThatWorks() {
    if (isShared() || isSignedOut() || !this.dataset.keep) return "";
    try {
      localStorage.getItem(PLAN);
      return PLAN + this.dataset.keep;
    } catch {
      return "";
    }
  }

  #sayWhatIsKept() {
    const here = this.#key ? "kept" : isShared() ? "shared" : "not-kept";
    for (const text of this.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== here;
    this.querySelector('[data-do="remove"]').hidden = !this.#key;
    this.querySelector('[data-do="download"]').hidden = isShared(); // a file would stay there
  }

  #show() {
    let kept = {};
    try {
      kept = JSON.parse((this.#key && localStorage.getItem(this.#key)) || "{}");
    } catch {} // nothing that we wrote
    for (const [key, field] of this.#fields) field.value = kept[key];
    check(this, this.#fields);
  }

  /* Whether it is kept. */
  #keep() {
    if (!this.#key) return false;
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#values));
      return true;
    } catch {
      return false; // the device is full: what is written stands on the page only
    }
  }

  #written() {
    check(this, this.#fields);
    say(this.querySelector(".guided-status"), this.#keep() ? this.dataset.kept : "");
  }

  #click(button) {
    const language = this.closest("[lang]");
    if (button?.dataset.do === "print") {
      document.documentElement.dataset.prints = "plan"; // and nothing around it
      window.print();
    }
    if (button?.dataset.do === "download") {
      const { direction } = getComputedStyle(this);
      download(sheetOf(this.#paper, this.#values, language.lang), language.lang, direction);
    }
    if (button?.dataset.do === "remove" && confirm(this.dataset.sure)) {
      localStorage.removeItem(this.#key);
      this.#show();
      say(this.querySelector(".guided-status"), this.dataset.removed);
    }
  }

  #putSheet() {
    this.querySelector(".guided-sheet")?.remove();
    this.append(sheetOf(this.#paper, this.#values, this.closest("[lang]").lang));
  }

  #takeSheet() {
    this.querySelector(".guided-sheet")?.remove();
    delete document.documentElement.dataset.prints;
  }
}

customElements.define("guided-template", GuidedTemplate);
