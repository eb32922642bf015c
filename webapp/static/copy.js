// A button beside each text that is meant to be taken along; without script the text stands there.
if (navigator.clipboard) {
  for (const place of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    const told = document.createElement("span");
    button.type = "button";
    button.className = "copy";
    button.textContent = place.dataset.copy;
    told.className = "told";
    told.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(place.value ?? place.textContent.trim());
      told.textContent = place.dataset.copied;
    });
    place.after(" ", button, told);
  }
}
