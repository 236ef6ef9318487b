// One chart: the rows of an app on one axis of time, to zoom and to pan.

const narrowFrom = 640;
const printWidth = 980;
const labelsMost = 230;
const laneIndent = 10;

class Chart {
  constructor(figure, data) {
    this.data = data;
    this.figure = figure;
    this.plot = figure.querySelector(".plot");
    this.plot.querySelector(".lanes").hidden = true;
    this.tipped = null;
    this.svg = d3.select(this.plot).append("svg").attr("role", "group").attr("tabindex", 0)
      .attr("aria-label", "Timeline. Arrow keys move it, plus and minus zoom, 0 shows all again. The tables below tell the same in words.");
    this.zoom = d3.zoom().on("zoom", (event) => this.zoomed(event.transform)).on("start", hideTip)
      .filter((event) => !event.button && (event.type !== "wheel" || this.wheelZooms(event)));
    this.layOut(this.plot.clientWidth);
    // clicks lead somewhere: a second one does not zoom
    this.svg.call(this.zoom).on("dblclick.zoom", null).on("wheel.pan", (event) => this.wheelPan(event), { passive: false });
    this.svg.on("keydown", (event) => this.key(event)).on("pointermove", (event) => this.moved(event)).on("pointerleave", () => this.left());
    this.reset();
    controls(this);
    legend(figure.querySelector(".legend"), data);
    new ResizeObserver(() => {
      if (!this.printing && Math.abs(this.plot.clientWidth - this.width) > 1) {
        this.resize(this.plot.clientWidth);
      }
    }).observe(this.plot);
    addEventListener("beforeprint", () => {
      this.printing = true;
      this.resize(printWidth);
      this.reset();
    });
    addEventListener("afterprint", () => {
      this.printing = false;
      this.resize(this.plot.clientWidth);
    });
  }

  // layOut makes the rows for a width in pixels.
  layOut(width) {
    const { data, svg } = this;
    this.width = width = Math.max(width, 200);
    this.narrow = width < narrowFrom;
    const names = ["rate limiter", ...data.kinds.flatMap((k) => k.lanes.map((l) => l.name))];
    this.left_ = this.narrow ? overhang : Math.min(labelsMost, laneIndent + 12 + Math.ceil(Math.max(...names.map(textWidth))));
    this.right_ = width - 12;
    this.scale = timeScale(data, this.left_, this.right_);
    const view = d3.scaleUtc([data.base + data.view[0], data.base + data.view[1]], this.scale.range());
    this.levels = 1 + Math.max(0, ...stack(data.findings, view, data).map((flag) => flag.level));
    const { rows, height } = layOut(data, this.narrow, this.levels);
    svg.attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height).selectAll("*").remove();
    const clip = "clip-" + this.figure.id;
    svg.append("clipPath").attr("id", clip).append("rect")
      .attr("x", this.left_ - overhang).attr("y", 0).attr("width", this.right_ - this.left_ + 2 * overhang).attr("height", height);
    svg.append("rect").attr("class", "hitbox").attr("width", width).attr("height", height);
    this.axis = svg.append("g").attr("class", "axis").attr("transform", "translate(0,24)");
    this.lost = svg.append("g").attr("clip-path", `url(#${clip})`);
    this.picked = svg.append("rect").attr("class", "picked-time").attr("y", 24).attr("height", height - 24);
    this.rows = rows.map((row) => {
      const g = svg.append("g");
      if (row.title) {
        g.append("text").attr("class", "kind").attr("x", this.narrow ? this.left_ : 0).attr("y", row.y + 15).text(row.title);
      }
      if (row.name) {
        const room = this.narrow ? width : this.left_ - 12;
        const indent = row.type === "lane" && !this.narrow ? laneIndent : 0;
        g.append("text").attr("x", (this.narrow ? this.left_ : 0) + indent).attr("y", row.type === "limiter" && !this.narrow ? row.y + 14 : row.labelY)
          .text(shorten(row.name, room - indent)).append("title").text(row.name);
      }
      g.append("line").attr("class", "row").attr("x1", this.left_).attr("x2", this.right_).attr("y1", row.y + row.height).attr("y2", row.y + row.height);
      return { row, group: g.append("g").attr("clip-path", `url(#${clip})`) };
    });
    this.cursor = svg.append("g").attr("class", "cursor").attr("pointer-events", "none").attr("visibility", "hidden");
    this.cursor.append("line").attr("y1", 24).attr("y2", height);
    this.cursor.append("rect").attr("y", 4).attr("height", 18).attr("rx", 3);
    this.cursor.append("text").attr("y", 17).attr("text-anchor", "middle");
    this.zoom.extent([[this.left_, 0], [this.right_, height]]).translateExtent([[this.left_, 0], [this.right_, height]])
      .scaleExtent([1, Math.max(1, data.end / 100)]);
  }

  resize(width) {
    const shown = this.x.domain();
    this.layOut(width);
    this.see(shown[0] - this.data.base, shown[1] - this.data.base);
  }

  reset() {
    this.see(...this.data.view);
  }

  // see shows the time between two moments.
  see(from, to) {
    const [left, right] = this.scale.range();
    const k = this.data.end / Math.max(to - from, 1);
    const transform = d3.zoomIdentity.translate(left, 0).scale(k).translate(-this.scale(this.data.base + from), 0);
    this.svg.call(this.zoom.transform, transform);
    if (right > left) {
      this.x = d3.zoomTransform(this.svg.node()).rescaleX(this.scale);
      this.draw();
    }
  }

  // zoomed draws once for all moves between two frames.
  zoomed(transform) {
    this.x = transform.rescaleX(this.scale);
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    const { data, x } = this;
    const events = (selection, of) => this.events(selection, of);
    this.axis.call(timeAxis(x, data)).selectAll(".tick line").attr("y2", this.svg.attr("height") - 32);
    this.axis.selectAll(".tick").select("text").attr("text-anchor", (date, i, texts) => {
      const half = textWidth(texts[i].textContent) / 2;
      return x(date) < half ? "start" : x(date) > this.width - half ? "end" : "middle";
    });
    this.lost.selectAll("rect").data(data.lost.map((span) => ({ span, box: box(x, data, span.from, span.to) })).filter((d) => d.box))
      .join((enter) => enter.append("rect").attr("class", "span lost").attr("y", 24).attr("height", this.svg.attr("height") - 24).call(events, (d) => d.span))
      .attr("x", (d) => d.box.x).attr("width", (d) => d.box.width);
    for (const { row, group } of this.rows) {
      const middle = row.y + row.height / 2;
      switch (row.type) {
        case "finding": drawFlags(group, row, x, data, events, (from, to) => this.closeUp(from, to)); break;
        case "state":
          drawStates(group, row, x, data, events);
          drawMarks(group, data.exits, middle - 1, x, data, events);
          break;
        case "lane": drawItems(group, row, x, data, events); break;
        case "wakes": drawMarks(group, data.wakes, middle, x, data, events); break;
        case "limiter": drawLimiter(group, row, x, data, events); break;
      }
    }
    this.highlight();
  }

  // highlight shows what the selected finding is about.
  highlight() {
    const finding = this.data.findings.find((f) => f.id === selection.id);
    const about = new Set(finding?.about);
    this.svg.classed("has-selection", Boolean(finding));
    this.svg.selectAll(".item").classed("hit", (d) => about.has(d.thing.row));
    this.svg.selectAll(".mark").classed("hit", (d) => d.findings ? d.findings.includes(finding) : about.has(d.row ?? d.thing?.row));
    if (!finding) {
      this.picked.attr("visibility", "hidden");
      return;
    }
    const place = box(this.x, this.data, finding.at, finding.until ?? finding.at);
    this.picked.attr("visibility", place ? "visible" : "hidden").attr("class", "picked-time " + finding.class);
    if (place) {
      const [left, right] = this.x.range();
      const from = Math.max(left, place.x - 1);
      this.picked.attr("x", from).attr("width", Math.max(0, Math.min(right, place.x + place.width + 1) - from));
    }
  }

  has(id) {
    return this.data.findings.some((f) => f.id === id);
  }

  // show brings a finding that the chart has, and what it is about, into view.
  show(id) {
    const finding = this.data.findings.find((f) => f.id === id);
    const moments = [finding.at, finding.until ?? finding.at];
    for (const kind of this.data.kinds) {
      for (const item of kind.lanes.flatMap((l) => l.items)) {
        if (finding.about.includes(item.row)) {
          moments.push(item.from ?? 0, item.to ?? this.data.end);
        }
      }
    }
    this.closeUp(Math.min(...moments), Math.max(...moments));
    this.figure.scrollIntoView({ block: "start" });
  }

  // closeUp shows a time with some room around it.
  closeUp(from, to) {
    const margin = Math.max((to - from) * 0.15, second);
    this.see(Math.max(0, from - margin), Math.min(this.data.end, to + margin));
  }

  // events makes what was drawn tell about itself, and lead to its finding or row.
  events(selection, of) {
    const hint = (thing) => {
      if (thing.hint) {
        return thing.hint;
      }
      if (thing.findings?.length) {
        return "click: finding " + thing.findings.join(", ");
      }
      return thing.row && document.getElementById(thing.row) ? "click: its row in the table" : "";
    };
    const show = (event, thing) => {
      this.tipped = event.currentTarget;
      showTip(thing.tip, hint(thing), event.clientX, event.clientY);
    };
    selection
      .on("pointerenter pointermove", (event, d) => event.pointerType !== "touch" && show(event, of(d)))
      .on("pointerleave", (event) => event.pointerType !== "touch" && hideTip())
      .on("click", (event, d) => {
        const thing = of(d);
        event.stopPropagation();
        // a finger cannot hover: the first touch tells, the second goes there
        if (event.pointerType === "touch" && this.tipped !== event.currentTarget) {
          show(event, thing);
          return;
        }
        hideTip();
        if (thing.go) {
          thing.go();
        } else if (thing.findings?.length) {
          goToFinding(thing.findings[0]);
        } else if (thing.row) {
          goToRow(thing.row);
        }
      });
  }

  moved(event) {
    const [at] = d3.pointer(event, this.svg.node());
    const [left, right] = this.x.range();
    if (at < left || at > right || event.pointerType === "touch") {
      this.left();
      return;
    }
    const [from, to] = this.x.domain();
    const perPixel = (to - from) / (right - left);
    const text = clockText(this.x.invert(at), perPixel < 100 ? 1 : second);
    const width = text.length * 7 + 8;
    const middle = Math.min(right - width / 2, Math.max(left + width / 2, at));
    this.cursor.attr("visibility", "visible");
    this.cursor.select("line").attr("x1", at).attr("x2", at);
    this.cursor.select("rect").attr("x", middle - width / 2).attr("width", width);
    this.cursor.select("text").attr("x", middle).text(text);
  }

  left() {
    this.cursor.attr("visibility", "hidden");
  }

  // The wheel scrolls the page, as everywhere, unless the reader has turned to the
  // chart: with a click into it, or the key that pinching stands for.
  wheelZooms(event) {
    const turned = event.ctrlKey || event.metaKey || this.svg.node().contains(document.activeElement);
    return turned && Math.abs(event.deltaY) >= Math.abs(event.deltaX) && !event.shiftKey;
  }

  wheelPan(event) {
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      this.pan(sideways);
    }
  }

  pan(pixels) {
    this.svg.call(this.zoom.translateBy, -pixels / d3.zoomTransform(this.svg.node()).k, 0);
  }

  scaleBy(factor) {
    this.svg.call(this.zoom.scaleBy, factor);
  }

  key(event) {
    const step = (this.right_ - this.left_) / 8;
    const does = {
      ArrowLeft: () => this.pan(-step), ArrowRight: () => this.pan(step), "+": () => this.scaleBy(1.6), "=": () => this.scaleBy(1.6),
      "-": () => this.scaleBy(1 / 1.6), 0: () => this.reset(),
    }[event.key];
    if (does && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      does();
    }
  }
}
