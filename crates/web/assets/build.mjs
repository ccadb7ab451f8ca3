// Builds the assets into dist/: one stylesheet, the fonts, the pictures and the script, each named with the hash of its
// content, and manifest.json, which leads from the plain name to that one. Run by `cargo xtask assets`.
import { bundle } from "lightningcss";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const manifest = {};

/** Writes one asset under its hashed name and returns that name. */
function put(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const end = extname(name);
  const hashed = `${basename(name, end)}.${hash}${end}`;
  writeFileSync(join(dist, hashed), content);
  manifest[name] = hashed;
  return hashed;
}

/** The open fonts that theme.css names. Only Latin: the languages of the pages, and names from all over Europe. */
function fonts() {
  const cuts = [["next", "latin", 400], ["next", "latin-ext", 400], ["next", "latin", 700], ["next", "latin-ext", 700], ["mono", "latin", 600]];
  return cuts.map(([family, subset, weight]) => {
    const name = `atkinson-hyperlegible-${family}`;
    return join(here, "node_modules", "@fontsource", name, "files", `${name}-${subset}-${weight}-normal.woff2`);
  });
}

/** Packages that end up on the page must be under an open licence: no house style enters by way of an update. */
function checkLicences() {
  const open = new Set(["EUPL-1.2", "OFL-1.1", "MPL-2.0", "MIT", "Apache-2.0", "CC0-1.0"]);
  const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path && !open.has(entry.license)) throw new Error(`${path}: licence ${entry.license} is not among the open ones`);
  }
}

checkLicences();
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

for (const file of fonts()) put(basename(file), readFileSync(file));
for (const folder of ["pictures", "script"]) {
  for (const name of readdirSync(join(here, folder)).sort()) put(name, readFileSync(join(here, folder, name)));
}
const { code } = bundle({
  filename: join(here, "style", "belfry.css"),
  minify: true,
  // What is a few years old must work: Safari 15.4, Firefox 100 (Tor Browser is newer), Chromium 100. Major * 65536 + minor * 256.
  targets: { safari: (15 << 16) | (4 << 8), firefox: 100 << 16, chrome: 100 << 16 },
});
// The style names fonts and pictures as url("asset:name"); they stand beside it under their hashed names.
const style = code.toString().replace(/url\("?asset:([^")]+)"?\)/g, (_, name) => {
  if (!manifest[name]) throw new Error(`the style names ${name}, which is not among the assets`);
  return `url(${manifest[name]})`;
});
put("belfry.css", Buffer.from(style));
writeFileSync(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
process.stdout.write(`${Object.keys(manifest).length} assets, style ${Math.round(style.length / 1024)} kB\n`);
