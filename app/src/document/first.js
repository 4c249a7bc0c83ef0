// What works before the program is there, and where it only comes once it is needed.

// Ctrl-K and ⌘-K lead to the search field; where it has no place, to the page.
addEventListener("keydown", (event) => {
  const field = document.querySelector("[role=search] input");
  if (!field || !(event.ctrlKey || event.metaKey) || event.key !== "k") return;
  event.preventDefault();
  if (field.offsetWidth > 0) field.focus();
  else location.href = "/search";
});

const waiting = document.getElementById("waiting-scripts");
const signs = ["pointermove", "pointerdown", "keydown"];
const bringIn = () => {
  for (const sign of signs) removeEventListener(sign, bringIn, true);
  document.head.append(waiting.content.cloneNode(true));
};
if (waiting) for (const sign of signs) addEventListener(sign, bringIn, true);
