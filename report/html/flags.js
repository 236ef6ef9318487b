// Findings as flags on the axis of time.

const mostLevels = 3;
const levelHeight = 22;
const titlesInTip = 6;
const moods = ["error", "warning", "cut-off", "note"];

const flagText = (findings) => findings[0].id + (findings.length > 1 ? " +" + (findings.length - 1) : "");

// stack puts flags that would cover each other below each other. A finding for which no
// level has room joins the flag on the last; zooming in parts them.
function stack(findings, x, data) {
  const free = [];
  const flags = [];
  let last = null;
  for (const finding of [...findings].sort((a, b) => a.at - b.at)) {
    const at = x(data.base + finding.at);
    let level = free.findIndex((end) => at - flagWidth(finding.id) / 2 > end);
    if (level < 0 && free.length === mostLevels) {
      last.findings.push(finding);
      continue;
    }
    level = level < 0 ? free.length : level;
    const flag = { findings: [finding], at, level };
    const text = level === mostLevels - 1 ? finding.id + " +999" : finding.id;
    free[level] = at + flagWidth(text) / 2 + (flagWidth(text) - flagWidth(finding.id)) / 2 + 2;
    last = level === mostLevels - 1 ? flag : last;
    flags.push(flag);
  }
  return flags;
}

function flagWidth(text) {
  return Math.ceil(textWidth(text)) + 12;
}

// aboutFlag is what a flag tells and where it leads: to its finding, or nearer to its
// findings.
function aboutFlag(flag, closeUp) {
  const { findings } = flag;
  const ids = findings.map((f) => f.id);
  if (findings.length === 1) {
    return { tip: [findings[0].title], findings: ids };
  }
  const tip = [findings.length + " findings", ...findings.slice(0, titlesInTip).map((f) => f.id + " " + f.title)];
  if (findings.length > titlesInTip) {
    tip.push("and " + (findings.length - titlesInTip) + " more");
  }
  const from = findings[0].at;
  const to = findings[findings.length - 1].at;
  return to > from ? { tip, hint: "click: zoom in", go: () => closeUp(from, to) } : { tip, findings: ids.slice(0, 1) };
}

function drawFlags(group, row, x, data, events, closeUp) {
  const [left, right] = x.range();
  const placed = stack(data.findings, x, data).map((flag) => ({ ...flag, text: flagText(flag.findings), width: flagWidth(flagText(flag.findings)) }))
    .filter((flag) => flag.at > left - flag.width && flag.at < right + flag.width);
  const marks = group.selectAll("g.mark").data(placed, (flag) => flag.findings[0].id).join((enter) => {
    const g = enter.append("g").attr("tabindex", 0).attr("role", "link");
    g.append("rect").attr("y", -8).attr("height", 16).attr("rx", 4);
    g.append("text").attr("y", 4);
    g.on("keydown", (event, flag) => {
      if (event.key === "Enter") {
        goToFinding(flag.findings[0].id);
      }
    });
    return g.call(events, (flag) => aboutFlag(flag, closeUp));
  });
  marks.attr("class", (flag) => "mark flag " + moods.find((mood) => flag.findings.some((f) => f.class === mood)))
    .attr("aria-label", (flag) => flag.text + ", " + flag.findings[0].title)
    .attr("transform", (flag) => {
      // a flag grows to the right of its moment, where room is kept for it
      const start = flag.at - flagWidth(flag.findings[0].id) / 2;
      return `translate(${Math.min(right - flag.width, Math.max(left, start))},${row.y + levelHeight / 2 + flag.level * levelHeight})`;
    });
  marks.select("rect").attr("width", (flag) => flag.width);
  marks.select("text").attr("x", (flag) => (flag.width - textWidth(flag.text)) / 2).text((flag) => flag.text);
}
