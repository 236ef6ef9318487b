// The legend of a chart names what is on it.

const legendStates = [
  ["foreground", "foreground"], ["background", "background"], ["running", "foreground or background"], ["suspended", "suspended"], ["unknown", "state not known"],
];

const legendWords = [
  ["working", "runs or is held"], ["waiting", "pending"], ["unresumed", "created, not resumed"], ["wait-rate-limiter", "waits: rate limiter"], ["wait-discretionary", "waits: the system chooses the time"],
  ["wait-network", "waits: network"], ["wait-retry", "waits: retry"], ["wait-begin-date", "waits: its begin date"], ["wait-client", "waits: the app"],
  ["wait-unknown", "waits: cause unknown"], ["unknown", "waits or runs"], ["kept", "finished, app not told"], ["lost", "records missing"],
];

const legendSigns = [
  ["expired", "expired"], ["trouble", "went wrong"], ["exit", "process ended"], ["point", "message of the app"], ["woken", "woken"], ["not-woken", "not woken"],
];

function legend(list, data) {
  const items = data.kinds.flatMap((k) => k.lanes.flatMap((l) => l.items));
  const spans = new Set([...items.flatMap((i) => i.spans), ...data.lost].map((s) => s.class));
  const marks = new Set([...items.flatMap((i) => i.marks ?? []), ...data.exits, ...data.wakes].map((m) => m.class));
  const states = new Set(data.states.map((s) => s.class));
  const add = (words, draw) => {
    const li = document.createElement("li");
    draw(d3.select(li).append("svg").attr("width", 18).attr("height", 14).attr("aria-hidden", "true"));
    li.append(words);
    list.append(li);
  };
  for (const [kind, words] of legendStates.filter(([kind]) => states.has(kind))) {
    add(words, (svg) => svg.append("rect").attr("class", "state " + kind).attr("width", 18).attr("height", 14));
  }
  for (const [kind, words] of legendWords.filter(([kind]) => spans.has(kind))) {
    const height = thickness(kind);
    add(words, (svg) => svg.append("rect").attr("class", "span " + kind).attr("y", 7 - height / 2).attr("width", 18).attr("height", height).attr("rx", 2));
  }
  for (const [kind, words] of legendSigns.filter(([kind]) => marks.has(kind))) {
    add(words, (svg) => svg.append("g").attr("class", "mark " + kind).append("path").attr("transform", kind === "expired" ? "translate(9,12)" : "translate(9,7)").attr("d", signs[kind]));
  }
  if (data.limiter.some((s) => s.guess)) {
    add("delay by the model, not in the log", (svg) => svg.attr("class", "step").append("circle").attr("class", "guess").attr("cx", 9).attr("cy", 7).attr("r", 4));
  }
  list.hidden = list.childElementCount === 0;
}

// hatches are what is drawn where something is not known.
function hatches() {
  const defs = d3.select(document.body).append("svg").attr("width", 0).attr("height", 0).attr("aria-hidden", "true").attr("class", "hatches").append("defs");
  for (const name of ["unknown", "running", "lost"]) {
    const pattern = defs.append("pattern").attr("id", "hatch-" + name).attr("patternUnits", "userSpaceOnUse").attr("width", 6).attr("height", 6).attr("patternTransform", "rotate(45)");
    pattern.append("rect").attr("class", "ground-" + name).attr("width", 6).attr("height", 6);
    pattern.append("line").attr("class", "hatch hatch-" + name).attr("y2", 6);
  }
}
