// Ties a claim to its passages, in the list and in the strips, both ways. Without it nothing is lost.
"use strict";
{
  const named = name => document.querySelectorAll(`[data-passage~="${CSS.escape(name)}"]`);
  const names = target => {
    const found = new Set();
    const passage = target.closest("[data-passage]"), claim = target.closest("[data-with]");
    for (const text of [passage?.dataset.passage, claim?.dataset.with])
      for (const name of (text ?? "").split(" ")) if (name) found.add(name);
    return found;
  };
  const tie = event => {
    if (!(event.target instanceof Element)) return;
    const now = names(event.target);
    for (const one of document.querySelectorAll(".tied")) one.classList.remove("tied");
    for (const name of now) for (const one of named(name)) one.classList.add("tied");
  };
  document.addEventListener("mouseover", tie);
  document.addEventListener("focusin", tie);
  // Where the style sheet cannot open what is folded, paper still shows it.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of opened) one.open = false; });
}
