/* <guided-template>: a plan is written part by part, then printed or downloaded.

   Nothing is sent: no field stands in a form. What is written is kept on this device
   as long as its owner is signed in (device.js); on a shared device, and for who is not signed in,
   it stands on the page and nowhere else. “Leave this site” takes the page away, and what is kept
   stays behind the sign-in, as notes do. */

import { check } from "../guided-checks.js";
import { fieldOf } from "../guided-fields.js";
import { isShared, keep, kept, keyFor } from "../guided-keeping.js";
import { download, sheetOf } from "../guided-sheet.js";
import { say } from "../guided-words.js";

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
    this.#key = keyFor(this.dataset.keep);
    this.#sayWhatIsKept(this.#key);
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

  #sayWhatIsKept(isKept) {
    const here = isKept ? "kept" : isShared() ? "shared" : "not-kept";
    for (const text of this.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== here;
    this.querySelector('[data-do="remove"]').hidden = !this.#key;
    this.querySelector('[data-do="download"]').hidden = isShared(); // a file would stay there
  }

  #show() {
    const values = kept(this.#key);
    for (const [key, field] of this.#fields) field.value = values[key];
    check(this, this.#fields);
  }

  #written() {
    check(this, this.#fields);
    const isKept = keep(this.#key, this.#values);
    this.#sayWhatIsKept(isKept);
    this.#say(isKept ? "kept" : this.#key && "failed");
  }

  #click(button) {
    if (button?.dataset.do === "print") {
      document.documentElement.dataset.prints = "plan"; // and nothing around it
      window.print();
    }
    if (button?.dataset.do === "download") download(this.#sheet, this);
    if (button?.dataset.do === "remove" && confirm(this.dataset.sure)) {
      localStorage.removeItem(this.#key);
      this.#show();
      this.#sayWhatIsKept(this.#key);
      this.#say("removed");
    }
  }

  #say(what) {
    say(this.querySelector(".guided-status"), this.dataset[what] ?? "");
  }

  get #sheet() {
    return sheetOf(this.#paper, this.#values, this.closest("[lang]").lang);
  }

  #putSheet() {
    this.querySelector(".guided-sheet")?.remove();
    this.append(this.#sheet);
  }

  #takeSheet() {
    this.querySelector(".guided-sheet")?.remove();
    delete document.documentElement.dataset.prints;
  }
}

customElements.define("guided-template", GuidedTemplate);
