// A reporter's journeys: every page in every way of coming, and one journey by keyboard alone.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { check, closeBrowser, PHONE, startBelfry, visit, ways } from "./harness.mjs";

let program;
/** The demo's codes, by what their case shows. */
const codes = {};

before(async () => {
  program = await startBelfry();
  const notes = JSON.parse(readFileSync(join(program.dir, "demo.json"), "utf8"));
  const find = (word) => notes.codes.find(([, title]) => title.includes(word))[0];
  Object.assign(codes, { long: find("retaliation"), turned: find("second look possible"), oral: find("Told by phone") });
});
after(() => Promise.all([program?.stop(), closeBrowser()]));

const WHAT = { nl: "Dossiers worden veranderd nadat ze zijn getekend.", en: "Files are changed after they were signed." };

/** The page's one thing to do. */
const primary = (page) => page.locator("main .nl-button--primary").first().click();
const picture = () => ({ name: "foto.png", mimeType: "image/png", buffer: readFileSync(new URL("../../docs/pictures/belfry.png", import.meta.url)) });
const unknown = () => ({ name: "iets.bin", mimeType: "application/octet-stream", buffer: Buffer.from([1, 2, 3]) });

/** Enters a code, as on the page after sending. */
async function enter(page, lang, code) {
  await page.goto(`${program.url}/${lang}/return`);
  await page.fill("#code", code);
  await primary(page);
  await page.waitForURL("**/case/1");
}

for (const way of ways) {
  const { lang } = way;
  const shot = (name) => `reporter-${name}-${lang}`;
  const at = (path) => `${program.url}/${lang}${path}`;

  test(`what anybody can read: ${way.name}`, () =>
    visit(way, async (page) => {
      for (const path of ["", "/how-it-works", "/privacy", "/accessibility", "/security", "/log", "/return", "/report", "/nothing"]) {
        await page.goto(at(path));
        await check(page, shot(`read${path.replaceAll("/", "-")}`));
      }
      assert.deepEqual(await page.context().cookies(), [], "no cookie before a report is begun");
    }));

  test(`a report from the first page to the last, and back with the code: ${way.name}`, () =>
    visit(way, async (page) => {
      await page.goto(at(""));
      await page.click(`a[href="/${lang}/report"]`);
      await primary(page);
      await primary(page);
      await check(page, shot("concern-mistakes"));
      if (way.script) assert.equal(await page.evaluate(() => document.activeElement.className.includes("belfry-errors")), true);
      await page.check("#agency-ind");
      await page.check("#channel-abuse");
      await primary(page);
      await check(page, shot("identity"));
      await page.check("#identity-anonymous");
      await primary(page);
      await check(page, shot("what"));
      await page.fill("#what", WHAT[lang]);
      for (const step of ["circumstances", "people", "yourself", "files"]) {
        await primary(page);
        await check(page, shot(step));
      }
      await page.setInputFiles("#files", [picture(), unknown()]);
      await primary(page);
      await check(page, shot("files-added"));
      assert.equal(await page.locator(".belfry-taken li").count(), 2);
      await page.locator(".belfry-remove").nth(1).click();
      assert.equal(await page.locator(".belfry-taken li").count(), 1);
      await primary(page);
      await check(page, shot("summary"));
      assert.match(await page.textContent("main"), new RegExp(WHAT[lang]));
      await primary(page);
      await check(page, shot("receipt"));
      const code = (await page.textContent(".belfry-code__value")).trim();
      assert.match(code, /^[0-9A-Z]{5}(-[0-9A-Z]{5}){4}$/);
      await primary(page);
      await check(page, shot("done"));
      assert.deepEqual(await page.context().cookies(), [], "nothing is left in the browser");

      await page.goto(at("/return"));
      await page.fill("#code", "ABC");
      await primary(page);
      await check(page, shot("return-mistake"));
      await page.fill("#code", ` ${code.toLowerCase().replaceAll("-", " ")}`);
      await primary(page);
      await check(page, shot("case-new"));
      await page.fill("#text", WHAT[lang]);
      await page.setInputFiles("#files", [picture()]);
      await primary(page);
      await check(page, shot("case-written"));
      assert.equal(await page.locator(".belfry-message--own").count(), 1);
      for (const path of ["be-known", "treated", "end", "proof", "notices"]) {
        await page.goto(at(`/case/1/${path}`));
        await check(page, shot(path));
      }
      await page.goto(at("/case/1/be-known"));
      await page.check("#mode-confidential");
      await primary(page);
      await check(page, shot("be-known-who"));
      await page.fill("#name", "Fatma Demir");
      await primary(page);
      await check(page, shot("be-known-sure"));
      await primary(page);
      await page.goto(at("/case/1/treated"));
      await page.fill("#what", WHAT[lang]);
      await primary(page);
      await check(page, shot("treated-begun"));
      await page.goto(at("/case/1/end"));
      await page.check("#sure");
      await primary(page);
      await check(page, shot("case-ended"));
      assert.equal(await page.locator("#text").count(), 0);
      assert.ok(!page.url().includes(code), "the code stands in no address");
    }));

  test(`cases that have come a long way: ${way.name}`, () =>
    visit(way, async (page) => {
      for (const [name, paths] of [["long", ["/case/2"]], ["turned", ["/case/1/second-look"]], ["oral", ["/case/1/record"]]]) {
        await enter(page, lang, codes[name]);
        await check(page, shot(`case-${name}`));
        for (const path of paths) {
          await page.goto(at(path));
          await check(page, shot(`case-${name}-more`));
        }
      }
    }));
}

test("a report by keyboard alone", () =>
  visit({ viewport: PHONE, script: false }, async (page) => {
    /** Tabs on to what this selects, and sees that the focus shows. */
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 120; presses++) {
        await page.keyboard.press("Tab");
        const focus = page.locator(":focus");
        if ((await focus.count()) && (await focus.evaluate((element, wanted) => element.matches(wanted), selector))) {
          const outline = await focus.evaluate((element) => getComputedStyle(element).outlineStyle);
          assert.notEqual(outline, "none", `the focus on ${selector} is seen`);
          return;
        }
      }
      assert.fail(`${selector} is not reached by Tab on ${page.url()}`);
    };
    const press = async (selector) => {
      await tabTo(selector);
      const gone = page.waitForNavigation();
      await page.keyboard.press("Enter");
      await gone;
    };
    const go = "main button.nl-button--primary";
    await page.goto(`${program.url}/nl`);
    await press("a[href='/nl/report']");
    await press(go);
    await tabTo("[name=agency]");
    await page.keyboard.press("Space");
    await tabTo("[name=channel]");
    await page.keyboard.press("Space");
    await press(go);
    await tabTo("[name=identity]");
    await page.keyboard.press("Space");
    await press(go);
    await tabTo("#what");
    await page.keyboard.type(WHAT.nl);
    for (let step = 0; step < 5; step++) await press(go);
    await press(go);
    assert.match(await page.textContent(".belfry-code__value"), /-/);
    await press(go);
    await tabTo("main a[href='/leave']");
  }));

test("leaving in a hurry forgets the report and goes to the neutral page", () =>
  visit({ viewport: PHONE, allow: ["https://www.rijksoverheid.nl"] }, async (page) => {
    await page.goto(`${program.url}/nl/report`);
    await primary(page);
    assert.equal((await page.context().cookies()).length, 1);
    const led = page.waitForRequest((request) => new URL(request.url()).hostname === "www.rijksoverheid.nl");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await led;
    assert.deepEqual(await page.context().cookies(program.url), []);
  }));
