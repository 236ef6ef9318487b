// The buttons above a chart, for those who do not drag or pinch.

function controls(chart) {
  const bar = chart.figure.querySelector(".controls");
  const step = () => (chart.right_ - chart.left_) / 4;
  const list = [
    ["−", "Zoom out", () => chart.scaleBy(1 / 1.6)], ["+", "Zoom in", () => chart.scaleBy(1.6)],
    ["←", "Earlier", () => chart.pan(-step())], ["→", "Later", () => chart.pan(step())], ["Reset", "Show all again", () => chart.reset()],
  ];
  const [from, to] = chart.data.view;
  if (from > 0 || to < chart.data.end) {
    list.push(["Whole log", "Show the whole log", () => chart.see(0, chart.data.end)]);
  }
  bar.append(...list.map(([text, title, action]) => button(text, title, action)));
  const hint = document.createElement("span");
  hint.className = "hint";
  hint.textContent = "drag to move; Ctrl or ⌘ and the wheel, or a pinch, to zoom";
  const shown = document.createElement("span");
  shown.className = "shown";
  bar.append(hint, shown);
  bar.hidden = false;
  selection.listeners.push((id) => {
    shown.replaceChildren();
    if (chart.has(id)) {
      shown.append(button("Back to " + id, "Show finding " + id, () => goToFinding(id)), button("Clear", "Select no finding", () => select(null)));
    }
    chart.highlight();
  });
}
