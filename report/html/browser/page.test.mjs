// The page of the HTML report in a browser. The directory with the pages comes in
// BGLOG_PAGES, the browser in CHROMIUM; TestHTMLInBrowser writes the one and finds the
// other.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const pages = process.env.BGLOG_PAGES;
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const all = ["notes", "downloads", "refresh", "rich", "hostile", "empty", "many", "crowded", "waits"];

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });
});
after(() => browser?.close());

// visit opens a page, does what is to be done, and demands, unless told otherwise, that
// nothing was said on the console, nothing asked for, and no dialog opened.
async function visit(name, does, options = desktop, check = (heard) => assert.deepEqual(heard, [])) {
  const context = await browser.newContext({ ...options, offline: true, reducedMotion: "reduce" });
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => heard.push(message.type() + ": " + message.text()));
  page.on("pageerror", (error) => heard.push("error: " + error.message));
  page.on("dialog", (dialog) => {
    heard.push("dialog: " + dialog.message());
    dialog.dismiss();
  });
  const address = pathToFileURL(join(pages, name + ".html")).href;
  page.on("request", (request) => request.url() !== address && heard.push("request: " + request.url()));
  page.setDefaultTimeout(10_000);
  try {
    await page.goto(address);
    await does(page);
    check(heard);
  } finally {
    await context.close();
  }
}

// ticks are the labels of the axis: they tell what time is shown.
const ticks = (page) => page.locator(".chart .axis .tick text").allTextContents();

// bring scrolls something into view; tooltips go when the page scrolls.
async function bring(locator) {
  await locator.scrollIntoViewIfNeeded();
  await locator.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

// changes waits until something is no longer what it was.
async function changes(read, was, what) {
  for (let i = 0; i < 300; i++) {
    const now = await read();
    if (JSON.stringify(now) !== JSON.stringify(was)) {
      return now;
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  assert.fail(what + " does not change");
}

describe("every page", () => {
  for (const name of all) {
    test(name + " loads, on a desk, in the dark and on a phone, no wider than the window", async () => {
      for (const options of [desktop, { ...desktop, colorScheme: "dark" }, phone]) {
        await visit(name, async (page) => {
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= options.viewport.width, `${wide} pixels wide`);
          assert.equal(await page.locator("h1").count(), 1);
        }, options);
      }
    });
  }
});

describe("findings", () => {
  test("a click on one shows its evidence", () => visit("downloads", async (page) => {
    const finding = page.locator("article#f3");
    assert.equal(await finding.locator(".evidence pre").first().isVisible(), false);
    await finding.locator("h3").click();
    assert.equal(await finding.locator(".evidence pre").first().isVisible(), true);
    assert.match(await finding.locator(".evidence").innerText(), /:27\b/);
    assert.match(await finding.getAttribute("class"), /selected/);
  }));

  test("a click on its flag goes to its evidence", () => visit("downloads", async (page) => {
    await page.locator(".flag", { hasText: "f3" }).click();
    await page.waitForFunction(() => document.activeElement?.id === "f3");
    assert.equal(await page.locator("article#f3 .evidence pre").first().isVisible(), true);
  }));

  test("a flag works with the keyboard", () => visit("downloads", async (page) => {
    await page.locator(".flag", { hasText: "f3" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "f3");
  }));

  test("its button shows it on the timeline, and the timeline leads back", () => visit("notes", async (page) => {
    const were = await ticks(page);
    await page.locator("article#f1 .show").click();
    await changes(() => ticks(page), were, "the axis");
    assert.equal(await page.locator(".flag.hit").textContent(), "f1");
    assert.ok(await page.locator(".item.hit").count() > 0);
    await page.locator(".shown button", { hasText: "Back to f1" }).click();
    await page.waitForFunction(() => document.activeElement?.id === "f1");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("article.selected").count(), 0);
  }));

  test("an address with its name shows it", () => visit("downloads", async (page) => {
    await page.evaluate(() => { location.hash = "#f3"; });
    await page.waitForFunction(() => document.activeElement?.id === "f3");
    assert.equal(await page.locator("article#f3 .evidence pre").first().isVisible(), true);
  }));
});

describe("the timeline", () => {
  test("zooms and pans", () => visit("downloads", async (page) => {
    const first = await ticks(page);
    const step = (what) => changes(() => ticks(page), what[0], what[1]);
    await page.getByRole("button", { name: "Zoom in" }).click();
    let now = await step([first, "the axis after Zoom in"]);
    await page.getByRole("button", { name: "Later" }).click();
    now = await step([now, "the axis after Later"]);
    const plot = await page.locator(".plot svg").boundingBox();
    await page.mouse.move(plot.x + 600, plot.y + 150);
    await page.mouse.down();
    await page.mouse.move(plot.x + 900, plot.y + 150, { steps: 5 });
    await page.mouse.up();
    now = await step([now, "the axis after a drag"]);
    await page.keyboard.down("Control");
    await page.mouse.wheel(0, -400);
    await page.keyboard.up("Control");
    now = await step([now, "the axis after the wheel"]);
    await page.locator(".plot svg").focus();
    await page.keyboard.press("ArrowLeft");
    now = await step([now, "the axis after an arrow"]);
    await page.getByRole("button", { name: "Show all again" }).click();
    await step([now, "the axis after Reset"]);
    assert.deepEqual(await ticks(page), first);
  }));

  test("the wheel alone scrolls the page", () => visit("downloads", async (page) => {
    const first = await ticks(page);
    await page.locator(".plot svg").hover({ position: { x: 600, y: 60 } });
    const at = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, 200);
    await changes(() => page.evaluate(() => scrollY), at, "the place of the page");
    assert.deepEqual(await ticks(page), first);
  }));

  test("tells of what is under the pointer, within the window", () => visit("downloads", async (page) => {
    await bring(page.locator(".step circle").last());
    await page.locator(".item").last().hover();
    await page.locator("#tip").waitFor({ state: "visible" });
    assert.match(await page.locator("#tip").innerText(), /download 7[\s\S]*rate limiter 32\smin/);
    const box = await page.locator("#tip").boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 900, JSON.stringify(box));
    for (const kind of ["rect.state", ".step circle"]) {
      await page.locator(kind).last().hover();
      assert.ok((await page.locator("#tip").innerText()).length > 5);
    }
  }));

  test("a click on a thing without findings goes to its row", () => visit("refresh", async (page) => {
    await page.locator(".plot").scrollIntoViewIfNeeded();
    const row = await page.evaluate(() => {
      const item = [...document.querySelectorAll("g.item")].map((g) => g.__data__.thing).find((d) => !d.findings);
      return item?.row ?? null;
    });
    if (row === null) {
      return; // each has one
    }
    await page.locator("g.item").first().click();
    await page.waitForFunction((id) => document.activeElement?.id === id, row);
  }));

  test("shows waits in the colours of their causes, which the legend names", () => visit("downloads", async (page) => {
    const fill = (selector) => page.locator(selector).first().evaluate((e) => getComputedStyle(e).fill);
    const causes = ["rate-limiter", "discretionary"];
    const fills = await Promise.all(causes.map((cause) => fill(".plot .wait-" + cause)));
    assert.equal(new Set(fills).size, causes.length);
    assert.deepEqual(await Promise.all(causes.map((cause) => fill(".legend .wait-" + cause))), fills);
    assert.match(await page.locator(".legend").innerText(), /waits: rate limiter/);
  }));

  test("its labels stay apart however near the reader is", () => visit("waits", async (page) => {
    for (let i = 0; i < 12; i++) {
      const were = await ticks(page);
      await page.getByRole("button", { name: "Zoom in" }).click();
      await changes(() => ticks(page), were, "the axis");
      const apart = await page.locator(".axis .tick text").evaluateAll((list) => list.map((e) => e.getBoundingClientRect())
        .every((box, i, boxes) => i === 0 || box.left - boxes[i - 1].right >= 4));
      assert.ok(apart, (await ticks(page)).join(" "));
    }
  }));

  test("the limiter's line climbs", () => visit("downloads", async (page) => {
    const heights = await page.locator(".step circle").evaluateAll((list) => list.map((c) => Number(c.getAttribute("cy"))));
    assert.deepEqual(heights, [...heights].sort((a, b) => b - a));
    assert.ok(heights.length >= 6);
  }));

  for (const name of ["downloads", "notes", "refresh", "rich", "waits", "crowded", "many"]) {
    for (const [where, options] of [["a desk", desktop], ["a phone", phone]]) {
      test(`no labels or flags of ${name} cover each other on ${where}`, () => visit(name, async (page) => {
        const covered = await page.evaluate(() => {
          const bad = [];
          for (const svg of document.querySelectorAll(".plot svg")) {
            const own = svg.getBoundingClientRect();
            const boxes = [...svg.querySelectorAll(".axis text, .flag rect, :scope > g > text, text.in, text.scale")]
              .map((e) => ({ text: e.textContent || e.parentNode.textContent, box: e.getBoundingClientRect() })).filter((b) => b.box.width > 0);
            boxes.forEach((a, i) => {
              if (a.box.right > own.right + 1 || a.box.left < own.left - 1) {
                bad.push(a.text + " leaves the chart");
              }
              for (const b of boxes.slice(i + 1)) {
                if (a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1 && a.box.top < b.box.bottom - 3 && b.box.top < a.box.bottom - 3) {
                  bad.push(a.text + " and " + b.text);
                }
              }
            });
          }
          return bad;
        });
        assert.deepEqual(covered, []);
      }, options));
    }
  }

  test("flags without room are one until the reader is nearer", () => visit("crowded", async (page) => {
    const flags = () => page.locator(".flag").allTextContents();
    const were = await flags();
    const cluster = page.locator(".flag", { hasText: "+" }).first();
    assert.ok(await cluster.count() === 1, were.join());
    await cluster.click();
    const now = await changes(flags, were, "what flags there are");
    assert.ok(now.length > 0);
  }));
});

describe("tables", () => {
  test("sort", () => visit("downloads", async (page) => {
    const table = page.locator("section.listing", { hasText: "Background transfers" }).first().locator("table");
    const head = table.locator("th button", { hasText: /^waited$/ });
    const column = await table.locator("th").evaluateAll((list) => list.findIndex((th) => th.textContent === "waited"));
    const keys = () => table.locator("tbody tr").evaluateAll((rows, i) => rows.map((row) => Number(row.cells[i].dataset.key)), column);
    await head.click();
    const up = await keys();
    assert.deepEqual(up, [...up].sort((a, b) => a - b));
    await head.click();
    assert.deepEqual(await keys(), [...up].reverse());
    assert.equal(await head.locator("xpath=..").getAttribute("aria-sort"), "descending");
  }));

  test("filter", () => visit("downloads", async (page) => {
    const rows = () => page.locator("#tables tbody tr:visible").count();
    const were = await rows();
    await page.fill("#filter", "16 min");
    const now = await changes(rows, were, "the number of rows");
    assert.ok(now > 0 && now < were);
    assert.match(await page.locator("#filtered").innerText(), /of \d+ rows/);
    await page.fill("#filter", "");
    assert.equal(await changes(rows, now, "the number of rows"), were);
  }));

  test("long ones begin short", () => visit("many", async (page) => {
    const listing = page.locator("section.listing", { hasText: "Background transfers" }).first();
    assert.equal(await listing.locator("tbody tr:visible").count(), 25);
    assert.match(await listing.innerText(), /The first 25 of 500 rows[\s\S]*4,400 more transfers are not on this page/);
    await listing.getByRole("button", { name: "Show all rows" }).click();
    assert.equal(await listing.locator("tbody tr:visible").count(), 500);
  }));
});

describe("hostile logs", () => {
  const texts = JSON.parse(readFileSync(join(pages, "hostile.json"), "utf8"));

  test("stay text", () => visit("hostile", async (page) => {
    const shown = await page.locator("article.finding").evaluateAll((list) => Object.fromEntries(list.map((a) => [a.id, a.querySelector(".evidence pre").textContent])));
    assert.deepEqual(shown, texts);
    const found = await page.evaluate(() => ({
      scripts: document.scripts.length, styles: document.querySelectorAll("style").length, images: document.images.length, frames: frames.length,
      comments: document.createNodeIterator(document, NodeFilter.SHOW_COMMENT).nextNode()?.data ?? null,
      handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on") || a.name === "style" && !e.closest("#tip, .plot, .legend"))).length,
      links: [...document.links].filter((a) => !/^(https:|file:)/.test(a.href)).length,
      unseen: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/.exec(document.body.textContent)?.[0] ?? null,
    }));
    assert.deepEqual(found, { scripts: 3, styles: 1, images: 0, frames: 0, comments: null, handlers: 0, links: 0, unseen: null });
  }));

  test("stay text where the pointer is, and in the lanes", () => visit("hostile", async (page) => {
    const chart = page.locator(".chart").first();
    await bring(chart.locator(".item").first());
    await chart.locator(".item").first().hover();
    await page.locator("#tip").waitFor({ state: "visible" });
    assert.deepEqual([...new Set(await page.locator("#tip *").evaluateAll((list) => list.map((e) => e.tagName)))], ["P"]);
    assert.match(await page.locator("#tip").innerText(), /<\/script><script>alert\(1\)<\/script>/);
  }));

  test("run nothing, even if a script came into the page", () => visit("notes", async (page) => {
    const done = await page.evaluate(() => {
      const script = document.createElement("script");
      const refused = [];
      try {
        script.textContent = "window.ran = true";
        document.body.append(script);
      } catch (error) {
        refused.push(error.name);
      }
      try {
        document.body.insertAdjacentHTML("beforeend", "<b>x</b>");
      } catch (error) {
        refused.push(error.name);
      }
      return { ran: window.ran ?? false, refused };
    });
    assert.deepEqual(done, { ran: false, refused: ["TypeError", "TypeError"] });
  }, desktop, (heard) => {
    assert.ok(heard.length > 0 && heard.every((line) => /This document requires 'Trusted/.test(line)), heard.join("\n"));
  }));
});

describe("light, dark, paper and phones", () => {
  test("colours follow the system and the button", () => visit("notes", async (page) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await paper();
    assert.notEqual(light, dark);
    await page.locator("#theme").click();
    assert.equal(await paper(), light);
    await page.locator("#theme").click();
    assert.equal(await paper(), dark);
  }));

  test("text stands out from what it is on", () => visit("refresh", async (page) => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const weak = await page.evaluate(() => {
        const channels = (c) => c.match(/[\d.]+/g).map(Number);
        const light = (c) => channels(c).slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = (e) => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor;
            if ((channels(c)[3] ?? 1) > 0) {
              return c;
            }
          }
          return "rgb(255, 255, 255)";
        };
        return [...document.querySelectorAll("h1, h2, h3, p, a, td, th, summary, pre, .label, .tally li, .where, footer span, button, dd, dt, code")]
          .filter((e) => e.checkVisibility() && e.textContent.trim() && !e.closest("svg")).map((e) => {
            const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
            return { text: e.className + " " + e.textContent.slice(0, 30), ratio: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) };
          }).filter((r) => r.ratio < 4.5);
      });
      assert.deepEqual(weak, [], colorScheme);
    }
  }));

  test("on paper all evidence is open and nothing is left to press", () => visit("downloads", async (page) => {
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await page.locator("nav").isVisible(), false);
    assert.equal(await page.locator(".show:visible, .controls:visible, .filter:visible").count(), 0);
    assert.equal(await page.locator("article#f3 .evidence pre").first().isVisible(), true);
    assert.equal(await page.locator("th").first().isVisible() && (await page.locator("th button").first().isVisible()), true);
    assert.ok((await page.pdf({ preferCSSPageSize: true })).length > 10_000);
  }));

  test("a first touch tells, a second goes there", () => visit("downloads", async (page) => {
    const item = page.locator(".item").last();
    await bring(item);
    await item.tap();
    await page.locator("#tip").waitFor({ state: "visible" });
    await item.tap();
    await page.waitForFunction(() => document.activeElement?.matches("article, tr"));
    assert.equal(await page.locator("#tip").isVisible(), false);
  }, phone));

  test("without scripts everything but the timeline's drawing is there", () => visit("downloads", async (page) => {
    assert.equal(await page.locator("pre.lanes").isVisible(), true);
    assert.ok(await page.locator("#tables tbody tr").count() > 7);
    assert.equal(await page.locator("button:visible").count(), 0);
  }, { ...desktop, javaScriptEnabled: false }));
});

describe("a large report", () => {
  test("is drawn and moved quickly", () => visit("many", async (page) => {
    const spent = await page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const zoom = document.querySelector(".controls button[title='Zoom in']");
      const began = performance.now();
      for (let i = 0; i < 10; i++) {
        zoom.click();
        await frame();
      }
      return (performance.now() - began) / 10;
    });
    const drawn = await page.locator(".plot svg *").count();
    console.log(`4,900 transfers: ${Math.round(spent)} ms for a step of the zoom`);
    assert.ok(spent < 1000, `${spent} ms for a step`);
    assert.ok(drawn < 20_000, `${drawn} things drawn`);
    assert.match(await page.locator(".chart").innerText(), /Of 4,900 transfers 1,500 are drawn/);
  }));
});
