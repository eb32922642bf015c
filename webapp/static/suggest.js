// Suggestions while typing, after the pattern of an editable combobox with a list of options:
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ . Without script the form searches as ever.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  let wanted = 0, at = -1, timer;
  list.id = `${input.id}-suggested`;
  list.className = "suggested";
  list.role = "listbox";
  list.ariaLabel = form.querySelector("label").textContent;
  list.hidden = true;
  form.append(list);
  input.role = "combobox";
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  close();

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show([, names, sorts, addresses]) {
    close();
    list.replaceChildren(...names.map((name, number) => {
      const option = document.createElement("li");
      const sort = document.createElement("span");
      option.role = "option";
      option.id = `${list.id}-${number}`;
      option.ariaSelected = "false";
      option.dataset.href = addresses[number];
      sort.textContent = sorts[number];
      option.append(name, " ", sort);
      return option;
    }));
    list.hidden = !names.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function choose(number) {
    const options = list.children;
    if (options[at]) options[at].ariaSelected = "false";
    at = (number + options.length + 1) % (options.length + 1);
    if (options[at]) {
      options[at].ariaSelected = "true";
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    } else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const number = ++wanted, words = input.value.trim();
    if (words.length < 2) return close();
    const address = new URL(form.dataset.suggest, location);
    address.searchParams.set("q", words);
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok && number === wanted) show(await answer.json());
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", () => { wanted++; setTimeout(close, 150); });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    if (list.hidden) return;
    if (step) { event.preventDefault(); choose(at < 0 && step < 0 ? list.children.length - 1 : at + step); }
    if (event.key === "Enter" && list.children[at]) { event.preventDefault(); location = list.children[at].dataset.href; }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) { event.preventDefault(); location = option.dataset.href; }
  });
}
