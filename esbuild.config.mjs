// Builds the browser code into var/build with hashed names, writes the manifest, and holds the widget to its size.
// `node esbuild.config.mjs [--watch]`. An entry that is not there yet is skipped with a note.

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { gatherTexts } from "./widget/client/texts.mjs";
import { languages, shortKeys } from "./widget/client/words.mjs";

const OUT = "var/build";
const OURS = ["manifest.json", "texts.json"]; // made by no bundler
const LOADER_LIMIT = 3072; // gzipped bytes: the script tag must never be felt on a customer's page
const STAGE_LIMIT = 3072; // gzipped bytes of what comes beside the frame: the port, the preview, the phone
const FIRST_LIMIT = 8 * 1024; // gzipped bytes of the frame that load before anybody opens it
const LOOKS_LIMIT = 1024; // gzipped bytes of what a project's looks load besides, where they need more than a sheet
const CHAT_LIMIT = 30 * 1024; // gzipped bytes of everything an ordinary chat loads, loader and styles included
// What few chats load, by the module that is `import()`ed: gzipped bytes of all that it brings, words of one language included.
const ON_NEED = {
  "widget/client/frame/entry/index.tsx": 6 * 1024,
  "widget/client/frame/form/index.tsx": 4 * 1024,
  "widget/client/frame/files/index.tsx": 7 * 1024,
  "widget/client/frame/quote/index.tsx": 512, // where somebody answers a line
  "widget/client/frame/help/index.tsx": 5 * 1024,
  "widget/client/frame/ways.tsx": 1024,
  "widget/client/frame/ended/index.tsx": 4 * 1024,
  "widget/client/frame/rules/live.ts": 1280,
  "widget/client/frame/rules/said.tsx": 1024,
  "widget/client/frame/usual/index.ts": 1024,
  "widget/client/frame/popout.ts": 512,
  "widget/client/frame/ask_first.ts": 512, // where a project asks first
  "widget/client/frame/own_keep.ts": 640, // where the host page's storage does not work
  "widget/client/frame/said.ts": 1536, // where the page says something of its visitor
  "widget/client/frame/beside.ts": 1536, // where another tab is open, or sockets do not get through
  "chat/client/polling.ts": 1024,
  "widget/client/frame/doors.ts": 512,
  "widget/client/shims/chatwoot.ts": 1024,
  "widget/client/shims/crisp.ts": 1024,
  "widget/client/shims/intercom.ts": 1024,
  "widget/client/shims/tidio.ts": 1024,
};
const PANEL_LIMIT = 120 * 1024; // gzipped bytes of all that the panel's app can load: JavaScript with one language
const RULES_LIMIT = 5.25 * 1024; // gzipped bytes beside the loader, only where a project has automatic messages

/** `import css from "./x.css?inline"` gives the minified sheet as a string, for constructable sheets. */
const inlineSheets = {
  name: "inline-sheets",
  setup(build) {
    build.onResolve({ filter: /\.css\?inline$/ }, (args) => ({
      // From here, not from the root: the name goes into the hashes, and a build is the same wherever it is made.
      path: relative(".", join(args.resolveDir, args.path.replace("?inline", ""))),
      namespace: "inline-sheet",
    }));
    build.onLoad({ filter: /.*/, namespace: "inline-sheet" }, async (args) => {
      const sheet = await esbuild.transform(readFileSync(args.path, "utf8"), { loader: "css", minify: true });
      return { contents: sheet.code.trim(), loader: "text", watchFiles: [resolve(args.path)] };
    });
  },
};

const base = {
  bundle: true,
  minify: true,
  metafile: true,
  outdir: OUT,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[name]-[hash]",
  assetNames: "[name]-[hash]",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  logLevel: "warning",
  plugins: [inlineSheets, shortKeys],
};
// Modules are UTF-8 wherever they stand; a script is read in its page's charset, and stays ASCII.
const modules = { format: "esm", splitting: true, charset: "utf8" };
const script = { format: "iife" };
const words = languages();
const frame = { ...modules, define: { WORDS: JSON.stringify(words.address) } };

// The loader is one expression, a function of the project's configuration: the moving tag calls it with the JSON.
const loader = { format: "iife", banner: { js: "(function(PARLEY){" }, footer: { js: "})" } };

/** Each group is one build: chunks are shared inside a group, never between visitors and operators. */
const GROUPS = [
  { options: { ...modules, chunkNames: "stage-[name]-[hash]" }, entries: { stage: "widget/client/loader/stage/index.ts" } },
  { options: loader, entries: { loader: "widget/client/loader/index.ts" } },
  { options: frame, entries: { frame: "widget/client/frame/index.ts" } },
  { options: { ...modules, entryNames: words.names }, entries: words.entries },
  { options: modules, entries: { rules: "widget/client/rules/index.ts" } },
  { options: modules, entries: { looks: "widget/client/looks/index.ts", pop: "widget/client/frame/pop.ts" } },
  { options: modules, entries: { panel: "panel/client/index.tsx", onboarding: "panel/client/onboarding.ts", designer: "panel/client/designer.ts", notices: "panel/client/notices.ts" } },
  { options: script, entries: { worker: "panel/client/ring/worker.ts" } },
  { options: script, entries: { site: "static/site.ts", passkeys: "static/passkeys.ts", staff: "static/staff.ts", forwards: "static/forwards.ts", automatic: "static/automatic/index.ts", help: "static/help/pages.ts", article: "static/help/article.ts", shop: "static/demo/shop.ts" } },
  { options: {}, entries: { frame: "widget/client/frame/frame.css", alone: "widget/client/frame/alone.css" } },
  { options: {}, entries: { panel: "panel/client/css/panel.css" } },
  { options: {}, entries: { site: "static/css/site.css", help: "static/css/help.css", shop: "static/demo/shop.css" } },
];

/** The group's entries that exist, or null when none does. */
function present(group) {
  const found = Object.entries(group.entries).filter(([, path]) => {
    if (!existsSync(path)) console.log(`  not there yet: ${path}`);
    return existsSync(path);
  });
  return found.length ? Object.fromEntries(found) : null;
}

/** `{"panel.js": "panel-HASH.js"}` for the entry points of all builds so far. */
function manifestOf(metafiles) {
  const manifest = {};
  for (const { outputs } of metafiles)
    for (const [path, output] of Object.entries(outputs)) {
      const file = basename(path);
      if (output.entryPoint && !/^(chunk|words)-/.test(file)) manifest[file.replace(/-[A-Z0-9]{8}(?=\.(js|css)$)/, "")] = file;
    }
  return manifest;
}

const gzipped = (file) => gzipSync(readFileSync(join(OUT, file)), { level: 9 }).length;
const total = (files) => [...files].reduce((sum, file) => sum + gzipped(file), 0);

/** An output and what it imports: only statically, or also what it `import()`s later, but for what `seen` has already. */
function closure(outputs, file, lazily, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  const output = outputs[`${OUT}/${file}`];
  for (const { path, kind } of output?.imports ?? [])
    if (lazily || kind !== "dynamic-import") closure(outputs, basename(path), lazily, seen);
  return seen;
}

/** Code with one language: a visitor reads one, and the largest catalogue stands for it. */
function spoken(outputs, files) {
  const isWords = (file) => outputs[`${OUT}/${file}`]?.entryPoint?.includes("/words/");
  return total(files.filter((file) => !isWords(file))) + Math.max(0, ...files.filter(isWords).map(gzipped));
}

/** Prints the sizes of widget and panel. Returns the sentences about what is too big. */
function weigh(manifest, metafiles) {
  const outputs = Object.assign({}, ...metafiles.map((meta) => meta.outputs));
  if (!manifest["loader.js"] || !manifest["frame.js"]) return [];
  const styles = manifest["frame.css"] ? gzipped(manifest["frame.css"]) : 0;
  const parts = Object.keys(outputs).filter((path) => outputs[path].entryPoint in ON_NEED);
  const seldom = new Set(parts.map((path) => basename(path)));
  const entries = ["frame.js", "stage.js"].map((name) => manifest[name]);
  const ordinary = [...new Set(entries.flatMap((file) => [...closure(outputs, file, true, new Set(seldom))]))].filter((file) => !seldom.has(file));
  const sizes = [
    ["loader", gzipped(manifest["loader.js"]), LOADER_LIMIT],
    ["its second part", gzipped(manifest["stage.js"]), STAGE_LIMIT],
    ["frame, first", total(closure(outputs, manifest["frame.js"], false)), FIRST_LIMIT],
  ];
  sizes.push(["looks", gzipped(manifest["looks.js"]), LOOKS_LIMIT]);
  const languages = Object.keys(outputs).filter((path) => path.startsWith(`${OUT}/words-`)).map((path) => basename(path));
  sizes.push(["whole chat", sizes[0][1] + styles + spoken(outputs, [...ordinary, ...languages]), CHAT_LIMIT]);
  if (manifest["rules.js"]) sizes.push(["rules", gzipped(manifest["rules.js"]), RULES_LIMIT]);
  for (const path of parts) {
    const others = parts.filter((other) => other !== path).map((other) => basename(other));
    const brought = [...closure(outputs, basename(path), true, new Set(others))].filter((file) => ![...ordinary, ...others].includes(file));
    sizes.push([`on need, ${outputs[path].entryPoint.match(/(\w+)(\/index)?\.tsx?$/)[1]}`, spoken(outputs, brought), ON_NEED[outputs[path].entryPoint]]);
  }
  if (manifest["panel.js"]) sizes.push(["panel", spoken(outputs, [...closure(outputs, manifest["panel.js"], true)]), PANEL_LIMIT]);
  for (const [what, bytes, limit] of sizes) console.log(`  ${what.padEnd(20)} ${bytes} B gzipped of ${limit}`);
  return sizes.filter(([, bytes, limit]) => bytes > limit).map(([what, bytes, limit]) => `${what}: ${bytes} B > ${limit} B`);
}

const WORKED_ON = "00000000";
/** What a pinned tag names for ever: its loader, and what that loads. */
const PINNED = /^(loader|stage)-/;

/** Removes what no build made, but keeps old loaders. */
function sweep(metafiles) {
  const made = new Set(metafiles.flatMap((meta) => Object.keys(meta.outputs).map((path) => basename(path))));
  for (const file of readdirSync(OUT))
    if (!made.has(file) && !OURS.includes(file) && !PINNED.test(file)) rmSync(join(OUT, file));
}

/** What the frame's document names beforehand, so that nothing is found only when what asks for it has come: what runs at once, and what is seen. */
function modulesOf(manifest, metafiles) {
  const outputs = Object.assign({}, ...metafiles.map((meta) => meta.outputs));
  const view = Object.keys(outputs).find((path) => outputs[path].entryPoint === "widget/client/frame/view.tsx");
  if (!manifest["frame.js"] || !view) return {};
  const first = closure(outputs, manifest["frame.js"], false);
  const seen = [...closure(outputs, basename(view), false, new Set(first))].filter((file) => !first.has(file));
  first.delete(manifest["frame.js"]);
  return { "frame.modules": [...first].join(" "), "view.modules": seen.join(" ") };
}

function publish(metafiles) {
  const manifest = manifestOf(metafiles);
  Object.assign(manifest, modulesOf(manifest, metafiles));
  // Renamed into place, so that a server never reads half a manifest.
  writeFileSync(join(OUT, "manifest.json.new"), JSON.stringify(manifest, null, 2) + "\n");
  renameSync(join(OUT, "manifest.json.new"), join(OUT, "manifest.json"));
  return weigh(manifest, metafiles);
}

async function main() {
  mkdirSync(OUT, { recursive: true });
  const watch = process.argv.includes("--watch");
  const metafiles = [];
  const contexts = [];
  for (const group of GROUPS) {
    const entryPoints = present(group);
    if (!entryPoints) continue;
    const place = metafiles.push({ outputs: {} }) - 1;
    const note = {
      name: "note-outputs",
      setup: (build) =>
        build.onEnd((result) => {
          if (!result.metafile) return;
          metafiles[place] = result.metafile;
          if (watch) publish(metafiles);
        }),
    };
    // The loader names its second part's file: whoever pins the one has pinned the other. While somebody works on it the name stays.
    const names = watch && entryPoints.stage ? { entryNames: `[name]-${WORKED_ON}` } : {};
    const define = { ...group.options.define, STAGE: JSON.stringify(watch ? `stage-${WORKED_ON}.js` : (manifestOf(metafiles)["stage.js"] ?? "")) };
    const options = { ...base, ...group.options, ...names, entryPoints, define, plugins: [...base.plugins, note] };
    if (watch) contexts.push(await esbuild.context(options));
    else await esbuild.build(options);
  }
  writeFileSync(join(OUT, "texts.json"), JSON.stringify(await gatherTexts()) + "\n");
  if (watch) {
    await Promise.all(contexts.map((context) => context.watch()));
    return;
  }
  const tooBig = publish(metafiles);
  sweep(metafiles);
  for (const sentence of tooBig) console.error(`too big: ${sentence}`);
  process.exitCode = tooBig.length ? 1 : 0;
}

await main();
