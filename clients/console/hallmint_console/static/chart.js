// Draws the table of days above itself. The numbers are those of the table: without script, or for a reader of screens, it is all.
(() => {
  "use strict";
  const regions = new Intl.DisplayNames(["en"], { type: "region" });
  for (const cell of document.querySelectorAll("[data-country]")) {
    if (/^[A-Z]{2}$/.test(cell.dataset.country)) cell.textContent = regions.of(cell.dataset.country);
  }

  const place = document.querySelector("[data-rows]");
  if (!place) return;
  const rows = [...document.querySelectorAll(`${place.dataset.rows} tbody tr`)];
  const days = rows.map((row) => Date.parse(row.querySelector("time").dateTime) / 1000);
  const scans = rows.map((row) => Number(row.querySelector("[data-value]").dataset.value));
  const height = 240;
  let chart = null;

  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const font = `12px ${colour("--sans")}`;
    const axis = { stroke: colour("--soft"), font, grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    if (chart) chart.destroy();
    chart = new uPlot({
      width: place.clientWidth,
      height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
      scales: { x: { time: true }, y: { range: (_, __, most) => [0, Math.max(most * 1.1, 5)] } },
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false } },
      axes: [
        { ...axis, size: 36, grid: { show: false }, values: "{D} {MMM}", space: 70 },
        { ...axis, size: 64, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6], values: (_, marks) => marks.map((mark) => mark.toLocaleString("en")) },
      ],
      series: [{}, { label: "Scans", stroke: colour("--accent"), fill: colour("--accent-soft"), width: 2, points: { show: days.length <= 31, fill: colour("--card") } }],
    }, [days, scans], place);
  };

  draw();
  let pending = 0;
  addEventListener("resize", () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(() => chart.setSize({ width: place.clientWidth, height }));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
