/* <offline-proof>: says what the signed lines in the address of a paper prove.

   On a page of the server, whose verdict counts, only whether the paper says the same; on the page
   that is kept on the device, everything. It shows those of its parts whose data-verdict names the
   verdict, and fills them in. */

import { isFamilyName, read, Refused, statusOf } from "../signed-claims.js";

const DAYS = ["completedOn", "validUntil", "listOf"];
const CUT_SHORT = "…";

class OfflineProof extends HTMLElement {
  #claims;

  connectedCallback() {
    this.querySelector("form")?.addEventListener("submit", (event) => this.#compareName(event));
    window.addEventListener("hashchange", () => this.#check());
    this.#check();
  }

  get #isOnline() {
    return "number" in this.dataset;
  }

  async #check() {
    const proof = location.hash.slice(1);
    if (!proof || document.getElementById(proof)) return; // no paper, or a link within the page
    this.hidden = false;
    let verdict;
    let claims = {};
    try {
      claims = await read(proof, this.dataset.keys);
      if (this.#isOnline) [verdict, claims] = this.#compare(claims);
      else verdict = await this.#judge(claims);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      verdict = error.message;
    }
    if (location.hash.slice(1) === proof) this.#show(verdict, claims);
  }

  async #judge(claims) {
    const status = await statusOf(claims, this.dataset.lists);
    claims.listOf = status?.day;
    if (status?.isEnded) return "ended";
    if (claims.validUntil < this.#today()) return "expired";
    if (!status) return "unchecked";
    return status.isOld ? "old-list" : "valid";
  }

  #today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  }

  /* With the claims that differ from what the page shows; a protected name it does not show. */
  #compare(claims) {
    const isOther = ([name, said]) => {
      const shown = this.dataset[name] ?? said;
      return said.endsWith?.(CUT_SHORT) ? !shown.startsWith(said.slice(0, -1)) : shown !== said;
    };
    const others = Object.entries(claims).filter(isOther);
    return [others.length ? "differs" : "agrees", Object.fromEntries(others)];
  }

  #show(verdict, claims) {
    this.#claims = claims;
    for (const row of this.querySelectorAll("tr")) {
      row.hidden = !(row.querySelector("[data-claim]").dataset.claim in claims);
    }
    for (const place of this.querySelectorAll("[data-claim]")) {
      const said = claims[place.dataset.claim] ?? "";
      place.textContent = said && DAYS.includes(place.dataset.claim) ? this.#inWords(said) : said;
    }
    for (const part of this.querySelectorAll("[data-verdict]")) {
      const isToShow = part.dataset.verdict.split(" ").includes(verdict);
      part.hidden = !isToShow || (part.matches("[data-needs]") && !(part.dataset.needs in claims));
    }
    for (const answer of this.querySelectorAll("[data-name]")) answer.hidden = true;
  }

  #inWords(day) {
    const { lang } = document.documentElement;
    const locale = lang === "en" ? "en-GB" : lang; // the day first, as on paper and page
    return new Date(day).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
  }

  async #compareName(event) {
    event.preventDefault();
    const typed = new FormData(event.target).get("family_name");
    const answer = (await isFamilyName(this.#claims, typed)) ? "same" : "other";
    for (const place of this.querySelectorAll("[data-name]")) {
      place.hidden = place.dataset.name !== answer;
    }
  }
}

customElements.define("offline-proof", OfflineProof);
