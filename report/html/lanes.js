// The rows of a chart, and what is drawn on them.

const rowHeight = { finding: 22, state: 26, kind: 20, lane: 20, label: 15, wakes: 22, limiter: 74 };
const font = "12px system-ui, -apple-system, \"Segoe UI\", Roboto, Arial, sans-serif";
// overhang is how far marks may reach over the ends of the lanes.
const overhang = 8;
// dot is the width in pixels up to which a thing has no length to see.
const dot = 2;
const markGrain = 7;

const ruler = document.createElement("canvas").getContext("2d");

// textWidth is how wide a text of a chart is, in pixels.
function textWidth(text) {
  ruler.font = font;
  return ruler.measureText(text).width;
}

// layOut lists the rows of a chart from top to bottom with their places. Where there
// is no room beside the lanes, their names stand above them.
function layOut(data, narrow, levels) {
  const rows = [];
  let y = 30;
  const add = (type, height, name, more) => {
    const above = narrow && name ? rowHeight.label : 0;
    rows.push({ type, name, y: y + above, labelY: above ? y + 11 : y + Math.min(height, rowHeight[type]) / 2 + 4, height, ...more });
    y += height + above;
  };
  if (data.findings.length) {
    add("finding", rowHeight.finding * levels, "findings");
  }
  if (data.states.length) {
    add("state", rowHeight.state, "app");
  }
  for (const kind of data.kinds) {
    add("kind", rowHeight.kind, "", { title: kind.title });
    let last = "";
    for (const lane of kind.lanes) {
      add("lane", rowHeight.lane, lane.name === last ? "" : lane.name, { items: lane.items });
      last = lane.name;
    }
  }
  if (data.wakes.length) {
    add("wakes", rowHeight.wakes, "wakes");
  }
  if (data.limiter.length) {
    add("limiter", rowHeight.limiter, "rate limiter");
  }
  return { rows, height: y + 8 };
}

// shorten takes the middle out of a name that is too long for its place.
function shorten(name, width) {
  const whole = textWidth(name);
  if (whole <= width) {
    return name;
  }
  const room = Math.max(3, Math.floor((name.length * width) / whole));
  const tail = Math.floor((room - 1) / 2);
  return name.slice(0, room - 1 - tail) + "…" + name.slice(name.length - tail);
}

// signs are the shapes of marks, drawn around their moment.
const signs = {
  expired: "M0,-1 L5,-9 L-5,-9 Z",
  trouble: "M0,-6 L6,5 L-6,5 Z",
  exit: "M-5,-3 L-3,-5 L0,-2 L3,-5 L5,-3 L2,0 L5,3 L3,5 L0,2 L-3,5 L-5,3 L-2,0 Z",
  point: "M0,-5 L5,0 L0,5 L-5,0 Z",
  woken: "M0,-7 L5,2 L1.5,2 L1.5,7 L-1.5,7 L-1.5,2 L-5,2 Z",
  "not-woken": "M0,-6 L6,5 L-6,5 Z",
};

// thin are the stretches in which nothing is done.
function thickness(kind) {
  return kind.startsWith("wait") || kind === "unresumed" ? (kind === "unresumed" ? 2 : 8) : 12;
}

// box is a stretch in columns, at least one and a half wide so that it is seen; null
// when it lies outside the chart.
function box(x, data, from, to) {
  const [left, right] = x.range();
  const a = Math.max(left, x(data.base + (from ?? 0)));
  const b = Math.min(right, x(data.base + (to ?? data.end)));
  return b < left || a > right ? null : { x: a, width: Math.max(1.5, b - a) };
}

// thin leaves out what would lie on what is drawn: of those as short as a dot that are
// less than grain pixels apart and look alike, one stays, and says how many there are.
function thin(list, grain, look) {
  const stays = new Map();
  return list.filter((d) => {
    d.more = 0;
    if (d.box.width > dot) {
      return true;
    }
    const key = Math.floor(d.box.x / grain) + " " + look(d);
    const other = stays.get(key);
    if (other) {
      other.more++;
      return false;
    }
    stays.set(key, d);
    return true;
  });
}

// withMore is what a thing tells of itself and those left out beside it. Where a log has
// too many for more, that is what it is and when.
function withMore(d, data, what) {
  const { thing } = d;
  let { tip } = thing;
  if (!tip) {
    const at = new Date(data.base + thing.at);
    tip = [what, dayText(at, data.dateless) + " " + clockText(at, second)];
  }
  return { ...thing, tip: d.more ? [...tip, "and " + d.more + " more here: zoom in"] : tip };
}

function lengthOf(span, data) {
  return (span.to ?? data.end) - (span.from ?? 0);
}

function drawItems(group, row, x, data, events) {
  const boxes = row.items.map((thing) => ({ thing, box: box(x, data, thing.from, thing.to) })).filter((d) => d.box);
  const visible = thin(boxes, dot, (d) => [d.thing.findings ?? "", d.thing.marks?.length ?? 0].join(" "));
  const items = group.selectAll("g.item").data(visible, (d) => d.thing.row).join((enter) => {
    const g = enter.append("g").attr("class", "item");
    g.append("rect").attr("class", "hitbox").attr("y", row.y).attr("height", row.height);
    return g.call(events, withMore);
  });
  items.select(".hitbox").attr("x", (d) => d.box.x - 2).attr("width", (d) => d.box.width + 4);
  const middle = row.y + row.height / 2;
  // of a dot the part shows that took longest
  const spans = (d) => {
    const list = d.thing.spans.map((span) => ({ span, box: box(x, data, span.from, span.to) })).filter((s) => s.box);
    return d.box.width > dot ? list : list.sort((a, b) => lengthOf(b.span, data) - lengthOf(a.span, data)).slice(0, 1);
  };
  items.selectAll("rect.span").data(spans).join("rect")
    .attr("class", (s) => "span " + s.span.class)
    .attr("x", (s) => s.box.x).attr("width", (s) => s.box.width)
    .attr("y", (s) => middle - thickness(s.span.class) / 2).attr("height", (s) => thickness(s.span.class))
    .attr("rx", (s) => Math.min(2, s.box.width / 3));
  items.selectAll("path.end").data((d) => ends(d.thing)).join("path").attr("class", "end")
    .attr("d", (end) => endPath(end, x, data, middle));
  items.selectAll("g.mark").data((d) => d.thing.marks ?? []).join((enter) => {
    const g = enter.append("g").attr("class", (m) => "mark " + m.class);
    g.append("path").attr("d", (m) => signs[m.class]);
    return g;
  }).attr("transform", (m) => `translate(${x(data.base + m.at)},${middle})`);
}

// ends are the ends of an item that the log does not show.
function ends(item) {
  const list = [];
  if (item.open === "before" || item.open === "both") {
    list.push({ at: item.from, way: -1 });
  }
  if (item.open === "after" || item.open === "both") {
    list.push({ at: item.to, way: 1 });
  }
  if (item.open === "lost") {
    list.push({ at: item.to, way: 0 });
  }
  return list;
}

// endPath is an arrow where something began before or goes on, a zigzag where its end
// is not in the log.
function endPath(end, x, data, y) {
  const at = Math.min(x.range()[1] - 1, Math.max(x.range()[0] + 1, x(data.base + (end.at ?? (end.way < 0 ? 0 : data.end)))));
  if (end.way === 0) {
    return `M${at + 2},${y - 7}l3,4l-3,3l3,4`;
  }
  return `M${at - end.way * 5},${y - 5}L${at},${y}L${at - end.way * 5},${y + 5}`;
}

function drawMarks(group, marks, y, x, data, events) {
  const [left, right] = x.range();
  const places = marks.map((thing) => ({ thing, box: { x: x(data.base + thing.at), width: 0 } }))
    .filter((d) => d.box.x >= left - overhang && d.box.x <= right + overhang);
  const visible = thin(places, markGrain, (d) => d.thing.class + (d.thing.findings ?? ""));
  group.selectAll("g.mark").data(visible, (d) => d.thing.at + d.thing.class + d.thing.row).join((enter) => {
    const g = enter.append("g").attr("class", (d) => "mark " + d.thing.class);
    g.append("circle").attr("class", "hitbox").attr("r", 9);
    g.append("path").attr("d", (d) => signs[d.thing.class]);
    return g.call(events, (d) => withMore(d, data, legendSigns.find(([kind]) => kind === d.thing.class)[1]));
  }).attr("transform", (d) => `translate(${d.box.x},${y})`);
}

function drawStates(group, row, x, data, events) {
  const boxes = data.states.map((thing) => ({ thing, box: box(x, data, thing.from, thing.to) })).filter((d) => d.box);
  const visible = thin(boxes, dot, (d) => d.thing.class);
  group.selectAll("rect.state").data(visible).join((enter) => enter.append("rect").call(events, withMore))
    .attr("class", (d) => "state " + d.thing.class)
    .attr("x", (d) => d.box.x).attr("width", (d) => d.box.width).attr("y", row.y + 3).attr("height", row.height - 8);
  const [left, right] = x.range();
  const named = visible.filter((d) => {
    const shown = Math.min(right, d.box.x + d.box.width) - Math.max(left, d.box.x);
    return shown > textWidth(d.thing.tip[0]) + 15;
  });
  group.selectAll("text").data(named).join("text")
    .attr("class", (d) => "in in-" + d.thing.class)
    .attr("x", (d) => Math.max(left, d.box.x) + (d.thing.class === "gone" ? 10 : 5)).attr("y", row.y + row.height / 2 + 3)
    .text((d) => d.thing.tip[0]);
}
