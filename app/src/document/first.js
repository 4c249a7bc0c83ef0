// What works before the program is there, and where it only comes once it is needed.

// Ctrl-K and ⌘-K lead to the search field, and Escape back from it; where it has no place,
// to the page.
let before;
addEventListener("keydown", (event) => {
  const field = document.querySelector("[role=search] input");
  const here = document.activeElement;
  if (event.key === "Escape" && before && here === field) {
    if (before === document.body) field.blur();
    else before.focus();
  }
  if (!field || !(event.ctrlKey || event.metaKey) || event.key !== "k") return;
  event.preventDefault();
  if (field.offsetWidth === 0) location.href = "/search";
  else if (here !== field) {
    before = here;
    field.focus();
  }
});

// What is found is gone through by the arrow keys, from the search field on and back to it.
addEventListener("keydown", (event) => {
  const field = document.getElementById("search-page");
  if (!field || event.ctrlKey || event.metaKey || event.altKey) return;
  const found = [...document.querySelectorAll("[data-found] a")];
  const here = found.indexOf(document.activeElement);
  if (here < 0 && document.activeElement !== field) return;
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Escape: -1 }[event.key];
  if (to === undefined || (here < 0 && to < 0) || found.length === 0) return;
  event.preventDefault();
  (to < 0 ? field : found[Math.min(to, found.length - 1)]).focus();
});

// What waits in this tab until whoever typed it has signed in again (kit/form/kept.rs) does not
// outlast their signing out, of this browser or of all; whatever else the tab remembers goes along.
// Here, for the program may not be there yet.
addEventListener("submit", (event) => {
  if (event.target.getAttribute("action")?.startsWith("/api/sign_out")) sessionStorage.clear();
}, true);

// The window hears of the way back in the order in which it was listened to: whoever would lose
// what they wrote (kit/form/leaving.rs) is asked before the router shows the page before.
addEventListener("popstate", (event) => {
  if (!dispatchEvent(new Event("leaving", { cancelable: true }))) event.stopImmediatePropagation();
});

// A part of the program that does not come ends all of it: the network is away, or the server has
// another version since. The page that was asked for is then left to the browser.
let asked;
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || link?.target || link?.hasAttribute("download");
  if (link && !elsewhere) asked = { href: link.href, at: Date.now() };
}, true);
addEventListener("popstate", () => {
  asked = { back: true, at: Date.now() };
});
// Whoever writes has arrived: the page stays, and what was written on it.
addEventListener("input", () => {
  asked = undefined;
}, true);
const leaveToBrowser = (error) => {
  const ended = globalThis.WebAssembly && error instanceof WebAssembly.RuntimeError;
  if (!ended || !asked || Date.now() - asked.at > 30_000) return;
  if (asked.back) location.reload();
  else if (asked.href !== location.href) location.href = asked.href;
};
addEventListener("error", (event) => leaveToBrowser(event.error));
addEventListener("unhandledrejection", (event) => leaveToBrowser(event.reason));

const waiting = document.getElementById("waiting-scripts");
const signs = ["pointermove", "pointerdown", "keydown"];
const bringIn = () => {
  for (const sign of signs) removeEventListener(sign, bringIn, true);
  document.head.append(waiting.content.cloneNode(true));
};
if (waiting) for (const sign of signs) addEventListener(sign, bringIn, true);
