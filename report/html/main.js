// What the page does once it is there.

const charts = JSON.parse(document.getElementById("data").textContent);

setUpTheme();
setUpTables();
hatches();
addEventListener("scroll", hideTip, { passive: true });
const drawn = [...document.querySelectorAll(".chart")].map((figure, i) => new Chart(figure, charts[i]));
setUpFindings((id) => drawn.find((chart) => chart.has(id)));
