// What htmx does not do: the side panel, menus, and forms that are sent once. Every page works without.
(() => {
  "use strict";
  const panel = () => document.querySelector("#panel > .panel");
  let opener = null;

  const close = () => {
    document.getElementById("panel").replaceChildren();
    // A list that was loaded anew meanwhile has another link to the same thing.
    const same = () => [...document.querySelectorAll("a[hx-target='#panel']")].find((link) => link.href === opener.href);
    const back = opener && (opener.isConnected ? opener : same());
    if (back) back.focus();
    opener = null;
  };

  // A link that is to open in a tab of its own does so, also where htmx would open it here.
  document.addEventListener("click", (event) => {
    if ((event.ctrlKey || event.metaKey || event.shiftKey) && event.target.closest("a[hx-get]")) event.stopPropagation();
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[hx-target='#panel']");
    if (link) opener = link;
    if (event.target.closest("[data-close]") && panel()) {
      event.preventDefault();
      close();
    } else if (panel() && !link && !event.target.closest("#panel")) {
      close();
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const copied = event.target.closest("[data-copy]");
    if (copied && navigator.clipboard) {
      navigator.clipboard.writeText(copied.dataset.copy).then(() => { copied.textContent = "Copied"; }, () => {});
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (panel()) close();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "panel" && panel()) panel().focus();
  });

  if (panel()) panel().focus();  // a search that opened it

  // Copying needs https, or this very machine.
  if (!navigator.clipboard) document.documentElement.classList.add("no-copy");

  // On a phone navigation scrolls sideways: where one is must be seen.
  for (const here of document.querySelectorAll("nav [aria-current]")) {
    const row = here.closest("nav");
    row.scrollLeft += here.getBoundingClientRect().right - row.getBoundingClientRect().right + 24;
  }

  // A form that was sent is not sent again by a second click, also by a button that stands outside of it; a page that comes back
  // from the cache can be used again.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    setTimeout(() => {
      for (const button of document.querySelectorAll("button:enabled")) {
        if (button.form === event.target) button.disabled = button.dataset.sent = true;
      }
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of document.querySelectorAll("button[data-sent]")) button.disabled = false;
  });
})();
