/* <payment-wait>: looks again, ever less often and for a quarter of an hour of being looked at,
   and shows the page anew once it says something else. */

const FIRST = 2000;
const SLOWER = 1.5;
const LONGEST = 60000;
const ENOUGH = 15 * 60000;

class PaymentWait extends HTMLElement {
  connectedCallback() {
    this.waited = 0;
    this.wait(FIRST);
  }

  wait(pause) {
    if (this.waited > ENOUGH) return; // nobody pays here: the button asks again
    setTimeout(async () => {
      if (!this.isConnected) return;
      if (document.hidden) return this.waitToBeSeen();
      this.waited += pause;
      if (!(await this.isSettled())) this.wait(Math.min(pause * SLOWER, LONGEST));
    }, pause);
  }

  waitToBeSeen() {
    document.addEventListener("visibilitychange", () => this.wait(FIRST), { once: true });
  }

  async isSettled() {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || (await answer.text()).includes("</payment-wait>")) return false;
    } catch {
      return false; // no connection: later
    }
    location.reload();
    return true;
  }
}

customElements.define("payment-wait", PaymentWait);
