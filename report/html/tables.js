// Tables are sorted by their columns and filtered by a text.

function setUpTables() {
  for (const table of document.querySelectorAll("table:not(.fixed)")) {
    [...table.tHead.rows[0].cells].forEach((cell, column) => setUpSorting(table, cell, column));
  }
  for (const table of document.querySelectorAll("table")) {
    shortenTable(table);
  }
  const input = document.getElementById("filter");
  if (input) {
    input.parentElement.hidden = false;
    input.addEventListener("input", () => filter(input.value));
  }
}

function setUpSorting(table, head, column) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => compareCells(a.cells[column], b.cells[column], up));
    table.tBodies[0].append(...rows);
  });
}

// rowsAtFirst is how many rows of a long table are shown until a reader wants all; the
// same number stands in tables.css.
const rowsAtFirst = 25;

function shortenTable(table) {
  const note = document.createElement("p");
  note.className = "left-out shortened";
  const text = document.createElement("span");
  const all = button("Show all", "Show all rows", () => lengthenTable(table));
  note.append(text, " ", all);
  table.closest(".scroll").after(note);
  table.countRows = () => {
    const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden).length;
    note.hidden = !table.classList.contains("short") || rows <= rowsAtFirst;
    text.textContent = "The first " + rowsAtFirst + " of " + rows + " rows.";
  };
  table.classList.add("short");
  table.countRows();
}

function lengthenTable(table) {
  table.classList.remove("short");
  table.countRows();
}

const words = new Intl.Collator("en", { numeric: true });

// compareCells orders by the numbers that cells have, else by their texts. What is
// not known comes last both ways.
function compareCells(a, b, up) {
  const known = (cell) => cell.dataset.key !== undefined || cell.textContent !== "";
  if (known(a) !== known(b)) {
    return known(a) ? -1 : 1;
  }
  const order = a.dataset.key !== undefined && b.dataset.key !== undefined
    ? a.dataset.key - b.dataset.key
    : words.compare(a.textContent, b.textContent);
  return up ? order : -order;
}

// plain makes texts comparable: blanks that do not break are blanks.
function plain(text) {
  return text.replaceAll("\u00a0", " ").toLowerCase();
}

function filter(text) {
  const wanted = plain(text.trim());
  let shown = 0;
  let all = 0;
  for (const listing of document.querySelectorAll("#tables .listing")) {
    const table = listing.querySelector("table:not(.fixed)");
    if (!table) {
      listing.hidden = wanted !== "";
      continue;
    }
    let here = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !plain(row.textContent).includes(wanted);
      here += row.hidden ? 0 : 1;
      all++;
    }
    table.countRows();
    shown += here;
    listing.hidden = here === 0;
  }
  document.getElementById("filtered").textContent = wanted === "" ? "" : shown + " of " + all + " rows";
}
