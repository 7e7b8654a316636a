// Lots in rows with their sum, in place of lines of text. The lines stay what is sent, so that nothing else changes.
(() => {
  "use strict";
  const form = document.querySelector("form[data-lots]");
  if (!form) return;
  const most = Number(form.dataset.lots);
  const text = form.querySelector("textarea[name=lots]");
  const quantity = form.querySelector("[name=quantity]");
  const number = (value) => {
    const digits = value.replace(/[\s,'\u2019_]/g, "");
    return /^\d{1,10}$/.test(digits) ? Number(digits) : 0;
  };
  const words = (value) => value.toLocaleString("en");

  const part = (line) => {
    const at = line.includes("\t") ? line.lastIndexOf("\t") : line.lastIndexOf(",");
    return at < 0 ? [line.trim(), ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
  };
  const parts = (lines) => lines.split(/\r?\n/).filter((line) => line.trim()).map(part);

  const make = (tag, values, ...children) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...children);
    return made;
  };
  const rows = make("ol", { className: "lot-rows" });
  const sum = make("p", { className: "help sum" });
  sum.setAttribute("aria-live", "polite");
  const add = make("button", { type: "button", textContent: "Add a lot" });
  const fields = (row) => [...row.querySelectorAll("input")];

  const write = () => {
    const all = [...rows.children].map((row) => fields(row).map((field) => field.value.trim()));
    text.value = all.filter(([code, units]) => code || units).map(([code, units]) => `${code}\t${units}`).join("\n");
    const total = all.reduce((so_far, [, units]) => so_far + number(units), 0);
    const wanted = number(quantity.value);
    const off = wanted - total;
    sum.classList.toggle("off", wanted > 0 && off !== 0);
    sum.textContent = `${words(total)} of ${wanted ? words(wanted) : "?"} units in ${all.length} ${all.length === 1 ? "lot" : "lots"}` +
      (wanted && off > 0 ? `: ${words(off)} to go` : "") + (wanted && off < 0 ? `: ${words(-off)} too many` : "");
    add.disabled = all.length >= most;
    [...rows.children].forEach((row, at) => {
      const [code, units] = fields(row);
      code.setAttribute("aria-label", `Code of lot ${at + 1}`);
      units.setAttribute("aria-label", `Units of lot ${at + 1}`);
      row.querySelector("button").setAttribute("aria-label", `Remove lot ${at + 1}`);
    });
  };

  const row = (code, units) => {
    const remove = make("button", { type: "button", className: "plain tight", textContent: "Remove" });
    const made = make(
      "li", {},
      make("input", { className: "code", value: code, maxLength: 20, autocomplete: "off", spellcheck: false, placeholder: "Code" }),
      make("input", { className: "number", value: units, maxLength: 12, autocomplete: "off", inputMode: "numeric", placeholder: "Units" }),
      remove,
    );
    remove.addEventListener("click", () => {
      const next = made.nextElementSibling || made.previousElementSibling;
      made.remove();
      if (!rows.children.length) rows.append(row("", ""));
      write();
      fields(next || rows.firstElementChild)[0].focus();
    });
    return made;
  };

  rows.addEventListener("input", write);
  quantity.addEventListener("input", write);
  add.addEventListener("click", () => {
    rows.append(row("", ""));
    write();
    fields(rows.lastElementChild)[0].focus();
  });
  rows.addEventListener("keydown", (event) => {
    // In the last row the enter key makes another one: a list is typed from above to below.
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    const [code, units] = fields(event.target.closest("li"));
    if (event.target === code) units.focus();
    else if (!event.target.closest("li").nextElementSibling && rows.children.length < most) add.click();
    else if (event.target.closest("li").nextElementSibling) fields(event.target.closest("li").nextElementSibling)[0].focus();
  });
  rows.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/plain");
    if (!/[\t\n]/.test(pasted.trim()) && !/,\s*\d+\s*$/.test(pasted)) return;
    event.preventDefault();
    const at = event.target.closest("li");
    const found = parts(pasted);
    at.after(...found.map(([code, units]) => row(code, units)));
    if (fields(at).every((field) => !field.value)) at.remove();
    write();
    fields(rows.lastElementChild)[1].focus();
  });

  const given = parts(text.value);
  rows.append(...(given.length ? given : [["", ""]]).map(([code, units]) => row(code, units)));
  const label = form.querySelector("label[for=lots]");
  label.replaceWith(make("p", { id: "lots-name", className: "label", textContent: label.textContent }));
  rows.setAttribute("aria-labelledby", "lots-name");
  text.hidden = true;
  text.after(rows, sum, add);
  form.querySelector("#lots-help").textContent =
    `Up to ${words(most)}, together the quantity. Columns of a spreadsheet can be pasted: codes and units.`;
  write();
})();
