// The look: every component once, as the tests of crates/web rendered it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { check, closeBrowser, DESKTOP, fitsSideways, PHONE, serveSamples, visit } from "./harness.mjs";

let site;
let neutral;
const left = [];

before(async () => {
  neutral = await serveSamples({ "/": (_, response) => response.end("Het weer") });
  site = await serveSamples({
    "/leave": (request, response) => {
      left.push(request.headers["sec-fetch-site"]);
      response.writeHead(303, { location: `${neutral.url}/`, "set-cookie": "report=; Max-Age=0; Path=/" }).end();
    },
  });
});
after(async () => {
  await closeBrowser();
  await Promise.all([site.stop(), neutral.stop()]);
});

/** Puts the keyboard where a page without errors begins. */
async function toTheTop(page) {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
}

for (const name of ["reporter", "staff"]) {
  for (const script of [true, false]) {
    for (const viewport of [PHONE, DESKTOP]) {
      test(`${name} page, ${script ? "script" : "no script"}, ${viewport.width} wide: axe, nothing sideways, large targets`, () =>
        visit({ script, viewport }, async (page) => {
          const said = [];
          page.on("console", (message) => said.push(message.text()));
          await page.goto(`${site.url}/${name}.html`);
          await check(page, `sample-${name}`);
          assert.deepEqual(said.filter((line) => /Content.Security.Policy/i.test(line)), []);
        }));
    }
  }

  test(`${name} page at 320 wide, as at 400 % on a desk, and with text of twice the size`, () =>
    visit({ viewport: { width: 320, height: 256 } }, async (page) => {
      await page.goto(`${site.url}/${name}.html`);
      await fitsSideways(page);
      await page.setViewportSize({ width: 640, height: 512 });
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      await fitsSideways(page);
    }));
}

test("the first Tab leads to the skip link, and it leads to the content", () =>
  visit({ viewport: DESKTOP }, async (page) => {
    await page.goto(`${site.url}/staff.html`);
    await toTheTop(page);
    await page.keyboard.press("Tab");
    const link = page.locator(".nl-skip-link");
    assert.ok(await link.evaluate((element) => element === document.activeElement));
    assert.ok((await link.boundingBox()).y >= 0, "it is seen when it has the focus");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  }));

test("the error summary has the focus and leads to the field", () =>
  visit({ script: false, viewport: PHONE }, async (page) => {
    await page.goto(`${site.url}/reporter.html`);
    assert.ok(await page.locator(".belfry-errors").evaluate((element) => element === document.activeElement));
    await page.getByRole("link", { name: "Schrijf op wat er gebeurd is." }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "what");
  }));

test("every focus is seen: an outline of at least 3 px", () =>
  visit({ viewport: DESKTOP }, async (page) => {
    await page.goto(`${site.url}/staff.html`);
    await toTheTop(page);
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press("Tab");
      const [what, width, style] = await page.evaluate(() => {
        const seen = getComputedStyle(document.activeElement);
        return [document.activeElement.outerHTML.slice(0, 80), parseFloat(seen.outlineWidth), seen.outlineStyle];
      });
      assert.ok(what.startsWith("<body") || (width >= 3 && style !== "none"), `${what} ${width} ${style}`);
    }
  }));

test("in forced colours every component still has its border", () =>
  visit({ viewport: DESKTOP, forcedColors: "active" }, async (page) => {
    await page.goto(`${site.url}/reporter.html`);
    await check(page, "sample-forced-colours");
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll(".utrecht-alert, .nl-button, .belfry-badge, .belfry-message, .utrecht-textbox")]
        .filter((element) => parseFloat(getComputedStyle(element).borderTopWidth) === 0)
        .map((element) => element.className),
    );
    assert.deepEqual(bare, []);
    const radio = page.locator("input[type=radio]:checked");
    assert.equal(await radio.evaluate((element) => getComputedStyle(element).appearance), "auto", "its dot is drawn");
  }));

for (const script of [true, false]) {
  test(`leaving in a hurry by the link, ${script ? "script" : "no script"}`, () =>
    visit({ script, viewport: PHONE }, async (page) => {
      await page.goto(`${site.url}/reporter.html`);
      await page.locator("[data-leave]").click();
      await page.waitForURL(`${neutral.url}/`);
      assert.equal(left.pop(), "same-origin");
    }));
}

test("leaving in a hurry by Escape twice, and going back does not return to the page", () =>
  visit({ viewport: DESKTOP }, async (page) => {
    await page.goto(`${neutral.url}/`);
    await page.goto(`${site.url}/reporter.html`);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(1200);
    await page.keyboard.press("Escape");
    assert.match(page.url(), /reporter/, "twice, but not within a second");
    await page.keyboard.press("Escape");
    await page.waitForURL(`${neutral.url}/`);
    await page.goBack();
    assert.equal(page.url(), `${neutral.url}/`);
  }));
