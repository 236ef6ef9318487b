// The rate limiter's delay as a step line. Each doubling is one step high; before the
// first change the delay is not known, and nothing is drawn.

const firstDelay = 60;
const longestDelay = 3600;
const labelRoom = 46; // pixels

function delayText(seconds) {
  if (seconds === 0) {
    return "0";
  }
  return seconds < 60 ? Math.round(seconds) + " s" : seconds < 3600 ? Math.round(seconds / 60) + " min" : Math.round(seconds / 360) / 10 + " h";
}

// rung is how many steps high a delay is.
function rung(delay) {
  return delay <= 0 ? 0 : Math.log2(Math.max(delay / firstDelay, 1)) + 1;
}

function drawLimiter(group, row, x, data, events) {
  const steps = data.limiter;
  group.attr("class", "step");
  const top = rung(Math.max(longestDelay, ...steps.map((s) => s.delay)));
  const y = (delay) => row.y + row.height - 8 - (rung(delay) / top) * (row.height - 24);
  const [left, right] = x.range();
  const at = (step) => Math.min(right, Math.max(left, x(data.base + step.at)));
  let line = "";
  steps.forEach((step, i) => {
    line += (i ? "H" + at(step) + "V" : "M" + at(step) + ",") + y(step.delay);
  });
  line += "H" + Math.max(at(steps[steps.length - 1]), Math.min(right, x(data.base + data.end)));
  const base = y(0);
  group.selectAll("path.area").data([line]).join("path").attr("class", "area").attr("d", `${line}V${base}H${at(steps[0])}Z`);
  group.selectAll("path.line").data([line]).join("path").attr("class", "line").attr("d", line);
  const places = steps.map((thing) => ({ thing, box: { x: x(data.base + thing.at), width: 0 } }))
    .filter((d) => d.box.x >= left - overhang && d.box.x <= right + overhang);
  const visible = thin(places, markGrain, () => "");
  group.selectAll("circle").data(visible, (d) => d.thing.at + " " + d.thing.delay)
    .join((enter) => enter.append("circle").attr("r", 4).call(events, (d) => withMore(d, data, "rate limiter: " + delayText(d.thing.delay))))
    .attr("class", (d) => (d.thing.guess ? "guess" : "logged"))
    .attr("cx", (d) => d.box.x).attr("cy", (d) => y(d.thing.delay));
  const labelled = visible.filter((d, i) => (i + 1 < visible.length ? visible[i + 1].box.x : right) - d.box.x >= labelRoom);
  group.selectAll("text").data(labelled).join("text").attr("class", "scale")
    .attr("x", (d) => d.box.x + 5).attr("y", (d) => y(d.thing.delay) - 5).text((d) => delayText(d.thing.delay));
}
