// What every journey needs: the program, a browser, the ways in which a reader may come, and the questions asked of each page.
//
//   const program = await startBelfry();            // belfry demo on a free port, in a folder of its own
//   for (const way of ways) test(way.name, () => visit(way, async (page) => { … program.url … }));
//   await check(page, "report-start");              // axe, nothing sideways, targets large enough, and a screenshot
//   after(() => Promise.all([program.stop(), closeBrowser()]));
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const shots = join(root, "target", "screenshots");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

/** Every way in which a reader may come: with and without script, in each language, on a phone and at a desk. */
export const ways = [true, false].flatMap((script) =>
  ["nl", "en"].flatMap((lang) =>
    [["phone", PHONE], ["desktop", DESKTOP]].map(([size, viewport]) => ({
      name: `${script ? "script" : "no script"}, ${lang}, ${size}`,
      script,
      lang,
      viewport,
    })),
  ),
);

let browser;

/** The contexts in which no script runs. */
const scriptless = new WeakSet();

/** The browser, started once for a test file. */
async function theBrowser() {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return browser;
}

export async function closeBrowser() {
  await browser?.close();
  browser = undefined;
}

/** Opens a page in a fresh context for one way of coming, and closes it afterwards. A request to another host fails the test. */
export async function visit({ script = true, lang = "nl", viewport = DESKTOP, allow = [], ...more }, act) {
  const context = await (await theBrowser()).newContext({
    javaScriptEnabled: script,
    locale: lang === "nl" ? "nl-NL" : "en-GB",
    viewport,
    ...more,
  });
  context.setDefaultTimeout(20_000);
  if (!script) scriptless.add(context);
  const strangers = [];
  context.on("request", (request) => {
    const { hostname, origin, protocol } = new URL(request.url());
    const ours = hostname === "127.0.0.1" || protocol === "data:" || protocol === "about:" || allow.includes(origin);
    if (!ours) strangers.push(request.url());
  });
  try {
    await act(await context.newPage());
    assert.deepEqual(strangers, [], "a page asked something of another host");
  } finally {
    await context.close();
  }
}

/** Asks of a page what is asked of every page, and keeps a picture of it under this name. */
export async function check(page, name) {
  await screenshot(page, name);
  await axe(page);
  await fitsSideways(page);
  await targetsAreLargeEnough(page);
}

/** No violation of any of axe's rules. A page without script is shown, as it is, to a second page that has it. */
export async function axe(page) {
  if (scriptless.has(page.context())) return asTwin(page, axe);
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join("\n    ")}`);
  assert.equal(told.length, 0, `axe, ${page.url()}\n  ${told.join("\n  ")}`);
}

/** Does something to a copy of a page at the same address, in a context with script but without the page's own scripts. */
async function asTwin(page, act) {
  const html = (await page.content()).replace(/<script[^>]*><\/script>/g, "");
  const context = await (await theBrowser()).newContext({ viewport: page.viewportSize() });
  try {
    const twin = await context.newPage();
    await twin.route(page.url(), (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8" }));
    await twin.goto(page.url());
    await act(twin);
  } finally {
    await context.close();
  }
}

/** Nothing has to be scrolled sideways. */
export async function fitsSideways(page) {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= seen, `${page.url()} is ${wide} wide and ${seen} are seen`);
}

/** What can be pressed is at least 24 by 24, unless it stands in a sentence (WCAG 2.5.8). */
export async function targetsAreLargeEnough(page) {
  const small = await page.evaluate(() => {
    const found = [];
    for (const target of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      const { width, height } = target.getBoundingClientRect();
      const inSentence = target.tagName === "A" && getComputedStyle(target).display === "inline";
      if (target.checkVisibility() && !inSentence && (width < 24 || height < 24)) {
        found.push(`${target.outerHTML.slice(0, 120)} is ${width} by ${height}`);
      }
    }
    return found;
  });
  assert.deepEqual(small, [], page.url());
}

/** A picture of the whole page in target/screenshots. */
export async function screenshot(page, name) {
  mkdirSync(shots, { recursive: true });
  const { width } = page.viewportSize();
  await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true, animations: "disabled" });
}

/** Starts `belfry demo` in a folder of its own, on a free port, and waits until it is ready. */
export async function startBelfry({ dir, args = [], patience = 180_000 } = {}) {
  const program = process.env.BELFRY ?? join(root, "target", "debug", "belfry");
  const own = dir ?? mkdtempSync(join(tmpdir(), "belfry-"));
  const child = spawn(program, ["demo", "--dir", own, "--port", "0", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`belfry was not ready in time:\n${output}`)), patience);
    const hear = (bytes) => {
      output += bytes;
      const ready = /ready (http:\/\/127\.0\.0\.1:\d+)/.exec(output);
      if (ready) {
        clearTimeout(timer);
        resolve(ready[1]);
      }
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`belfry ended with ${code} before it was ready:\n${output}`)));
  });
  const stop = async () => {
    const ended = child.exitCode === null && new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    if (!dir) rmSync(own, { recursive: true, force: true });
  };
  return { url, dir: own, child, stop, output: () => output };
}

const kinds = { ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".html": "text/html" };

/** Serves the sample of every component, written by the tests of crates/web, as the program serves its pages. */
export async function serveSamples(routes = {}) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://127.0.0.1").pathname;
    if (routes[path]) return routes[path](request, response);
    const name = path.slice(1).replace(/^assets\//, "");
    const folder = path.startsWith("/assets/") ? join(root, "crates/web/assets/dist") : join(root, "target/preview");
    if (!/^[\w.-]+$/.test(name)) return response.writeHead(404).end();
    try {
      const content = readFileSync(join(folder, name));
      response.writeHead(200, {
        "content-type": kinds[extname(name)] ?? "application/octet-stream",
        "content-security-policy":
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => new Promise((done) => server.close(done)) };
}
