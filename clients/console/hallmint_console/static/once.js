// What is shown once does not stay in a page that the browser keeps to come back to.
addEventListener("pagehide", () => {
  for (const each of document.querySelectorAll("[data-once]")) each.textContent = "It was shown once, and is not shown again.";
});
