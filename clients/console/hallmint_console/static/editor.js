// A template saves itself while it is edited. What comes back takes the form's place only where nobody typed or clicked meanwhile. Else
// the form stays, and takes the revision that it was saved as: its next saving is not somebody else's.
(() => {
  "use strict";
  const isIts = (event) => event.detail.target && event.detail.target.id === "edited";
  const form = () => document.getElementById("editor");
  const said = () => form() && new URLSearchParams(new FormData(form())).toString();
  let sent = null;  // what was sent, while no answer is there
  let isNextWaiting = false;

  document.addEventListener("htmx:confirm", (event) => {
    if (isIts(event) && sent !== null) isNextWaiting = true;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isIts(event)) return;
    sent = said();
    isNextWaiting = false;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isIts(event) || !form() || event.detail.xhr.status >= 400) return;
    // Of a button that moved something the answer has to be seen.
    const wish = event.detail.requestConfig.parameters.do || "save";
    if (wish !== "save" || !(isNextWaiting || said() !== sent)) return;
    const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const saved = page.querySelector("#editor [name=revision]");
    if (!saved) return;
    event.detail.shouldSwap = false;
    form().elements.revision.value = saved.value;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isIts(event)) sent = null;
  });
})();
