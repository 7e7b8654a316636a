// What htmx does not do: the side panel, menus, and forms that are sent once. Every page works without.
(() => {
  "use strict";
  const panel = () => document.querySelector("#panel > .panel");
  let opener = null;

  const close = () => {
    document.getElementById("panel").replaceChildren();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[hx-target='#panel']");
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
      navigator.clipboard.writeText(copied.dataset.copy).then(() => { copied.textContent = "Copied"; });
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

  // On a phone navigation scrolls sideways: where one is must be seen.
  for (const here of document.querySelectorAll("nav [aria-current]")) {
    const row = here.closest("nav");
    row.scrollLeft += here.getBoundingClientRect().right - row.getBoundingClientRect().right + 24;
  }

  // A form that was sent is not sent again by a second click; a page that comes back from the cache can be used again.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    setTimeout(() => {
      for (const button of event.target.querySelectorAll("button")) button.disabled = true;
    });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of document.querySelectorAll("form button:disabled")) button.disabled = false;
  });
})();
