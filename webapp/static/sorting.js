// Lets a reader sort a table by any column: rising, falling, then as it was answered.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const own = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  const order = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  table.after(told);
  table.classList.add("sorts");

  const sort = (head, at) => {
    const next = { ascending: "descending", descending: "" }[head.getAttribute("aria-sort")] ?? "ascending";
    const texts = new Map(own.map((row) => [row, row.cells[at].textContent.trim()]));
    const numbers = own.every((row) => !isNaN(texts.get(row)));
    const sign = next === "descending" ? -1 : 1;
    const rows = [...own].sort((a, b) => {
      const [one, other] = [texts.get(a), texts.get(b)];
      if (!one || !other) return !one - !other;
      return sign * (numbers ? one - other : order.compare(one, other));
    });
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    if (next) head.setAttribute("aria-sort", next);
    body.append(...(next ? rows : own));
    told.textContent = `${head.textContent}: ${table.dataset[next || "own"]}`;
  };

  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, at));
    head.append(button);
  });
}
