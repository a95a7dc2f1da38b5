/**
 * A part of a page that stays fresh: <live-part data-every="5" data-address="/…/live/">.
 * What the address answers (a piece of HTML) takes the place of its content, every so many seconds
 * while the page is seen, until an answer holds [data-over]. The focus stays on what has the same
 * id. Nothing is announced, unless data-voice names a live region: it says [data-say], once.
 */
class LivePart extends HTMLElement {
  connectedCallback() {
    this.look = () => document.hidden || this.refresh();
    document.addEventListener("visibilitychange", this.look);
    this.wait();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.look);
  }

  wait() {
    clearTimeout(this.timer);
    if (!this.isConnected || this.querySelector("[data-over]")) return;
    this.timer = setTimeout(this.look, Number(this.dataset.every) * 1000);
  }

  async refresh() {
    clearTimeout(this.timer);
    try {
      const response = await fetch(this.dataset.address, { headers: { Accept: "text/html" } });
      if (response.redirected) return; // signed out meanwhile
      if (response.ok) this.show(await response.text());
    } catch {
      // no answer: the next one shows what this one would have shown
    }
    this.wait();
  }

  show(text) {
    if (text === this.shown) return;
    this.shown = text;
    const held = this.contains(document.activeElement) ? document.activeElement.id : "";
    const answer = new DOMParser().parseFromString(text, "text/html");
    this.replaceChildren(...answer.body.childNodes);
    if (held) document.getElementById(held)?.focus();
    this.say();
  }

  say() {
    const voice = document.getElementById(this.dataset.voice);
    const words = this.querySelector("[data-say]")?.dataset.say;
    if (voice && words && voice.textContent !== words) voice.textContent = words;
  }
}

customElements.define("live-part", LivePart);
