// One finding is selected at a time, here and on the timeline.

const selection = { id: null, listeners: [] };

// select tells everybody which finding is selected; none for null.
function select(id) {
  const finding = id && document.getElementById(id);
  for (const other of document.querySelectorAll("article.finding.selected")) {
    other.classList.remove("selected");
  }
  selection.id = finding ? id : null;
  if (finding) {
    finding.classList.add("selected");
    reveal(finding);
    finding.querySelector(".evidence")?.setAttribute("open", "");
  }
  for (const listener of selection.listeners) {
    listener(selection.id);
  }
}

// reveal opens the summaries that an element is behind.
function reveal(element) {
  for (let d = element.parentElement.closest("details"); d; d = d.parentElement.closest("details")) {
    d.open = true;
  }
}

function goToFinding(id) {
  select(id);
  goTo(document.getElementById(id));
}

function goTo(element) {
  element.scrollIntoView({ block: "start" });
  element.focus({ preventScroll: true });
}

// goToRow shows the row of a table.
function goToRow(anchor) {
  const row = document.getElementById(anchor);
  if (!row) {
    return;
  }
  for (const other of document.querySelectorAll("tr.target")) {
    other.classList.remove("target");
  }
  row.classList.add("target");
  row.hidden = false;
  lengthenTable(row.closest("table"));
  row.tabIndex = -1;
  row.scrollIntoView({ block: "center" });
  row.focus({ preventScroll: true });
}

// setUpFindings makes findings selectable; chartOf(id) is the chart that a finding is on,
// if it is on one.
function setUpFindings(chartOf) {
  for (const finding of document.querySelectorAll("article.finding")) {
    finding.querySelector("h3").addEventListener("click", () => select(finding.id));
    const chart = chartOf(finding.id);
    const show = finding.querySelector(".show");
    if (chart && show) {
      show.hidden = false;
      show.addEventListener("click", () => {
        select(finding.id);
        chart.show(finding.id);
      });
    }
  }
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.matches("article.finding")) {
      goToFinding(target.id);
    }
  };
  addEventListener("hashchange", follow);
  follow();
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      select(null);
    }
  });
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) {
      details.open = true;
    }
  });
}
