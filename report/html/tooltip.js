// One tooltip for the whole page. Its lines are texts, never markup.

function showTip(lines, hint, x, y) {
  const tip = document.getElementById("tip");
  tip.replaceChildren(...[...lines, hint].filter(Boolean).map((line) => {
    const p = document.createElement("p");
    p.textContent = line;
    return p;
  }));
  if (hint) {
    tip.lastChild.className = "hint";
  }
  tip.hidden = false;
  const gap = 14;
  const box = tip.getBoundingClientRect();
  const left = x + gap + box.width > innerWidth ? x - gap - box.width : x + gap;
  const top = y + gap + box.height > innerHeight ? y - gap - box.height : y + gap;
  tip.style.left = Math.max(4, left) + "px";
  tip.style.top = Math.max(4, top) + "px";
}

function hideTip() {
  document.getElementById("tip").hidden = true;
}
