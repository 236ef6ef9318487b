// Time on the charts: milliseconds since the beginning of the log, shown as the clock
// of the device did, wherever the page is read.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const two = (n) => String(n).padStart(2, "0");

// clockText is the time of day, as exact as a step between ticks needs.
function clockText(date, step) {
  let text = two(date.getUTCHours()) + ":" + two(date.getUTCMinutes());
  if (step < minute) {
    text += ":" + two(date.getUTCSeconds());
  }
  if (step < second) {
    text += "." + String(date.getUTCMilliseconds()).padStart(3, "0");
  }
  return text;
}

// dayText is the date, or the number of the day in a log without dates, which begins
// with the first day of the first year.
function dayText(date, dateless) {
  if (dateless) {
    const first = new Date(0).setUTCFullYear(1, 0, 1);
    return "day " + (Math.floor((date.getTime() - first) / day) + 1);
  }
  return two(date.getUTCMonth() + 1) + "-" + two(date.getUTCDate());
}

// timeScale maps the clock's dates to the columns of a chart that is width wide.
function timeScale(data, left, right) {
  return d3.scaleUtc([new Date(data.base), new Date(data.base + data.end)], [left, right]);
}

// labelGap is the least room between the labels of an axis.
const labelGap = 26;

// timeAxis is the axis of a scale, its ticks so far apart that the labels fit: d3 takes
// the number of ticks that it is given as a wish.
function timeAxis(scale, data) {
  const [left, right] = scale.range();
  for (let wanted = Math.floor((right - left) / 60); ; wanted--) {
    const ticks = scale.ticks(Math.max(1, wanted));
    const step = ticks.length > 1 ? ticks[1] - ticks[0] : second;
    const text = (date) => (date.getTime() % day === 0 || step >= day ? dayText(date, data.dateless) : clockText(date, step));
    const room = ticks.length > 1 ? scale(ticks[1]) - scale(ticks[0]) : right - left;
    if (wanted <= 1 || room >= labelGap + Math.max(...ticks.slice(0, 3).map((date) => textWidth(text(date))))) {
      return d3.axisTop(scale).tickValues(ticks).tickSizeOuter(0).tickFormat(text);
    }
  }
}
