/**
 * <josm-link>: opens a cell in JOSM on this very computer, when it is pressed and not before.
 * Without this script, and in Safari, which lets no page speak to the computer, the link opens.
 */
const IS_SAFARI = /^((?!chrome|android|crios|fxios).)*safari/i.test(navigator.userAgent);
const GOES_ELSEWHERE = ["ctrlKey", "metaKey", "shiftKey", "altKey"];

async function ask(address) {
  const response = await fetch(address, { referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(`JOSM: ${response.status}`);
}

class JosmLink extends HTMLElement {
  connectedCallback() {
    if (IS_SAFARI) return;
    this.querySelector("a").addEventListener("click", (event) => {
      if (GOES_ELSEWHERE.some((key) => event[key])) return;
      event.preventDefault();
      this.open();
    });
  }

  async open() {
    try {
      await ask(this.dataset.outline);
      await ask(this.dataset.data);
      this.say(this.dataset.done);
    } catch {
      this.say(this.dataset.failed);
    }
  }

  say(words) {
    const said = this.querySelector("[data-said]");
    said.hidden = false;
    said.textContent = words;
  }
}

customElements.define("josm-link", JosmLink);
