// Builds the widget's catalogues: one file a language, all named by one hash, and each English sentence by a few letters.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import * as esbuild from "esbuild";

const CODE = "widget/client";
const FOLDER = `${CODE}/frame/words`;
const PSEUDO = "chat/client/words/pseudo.ts";
const SHORT = "chat/client/t.ts";

/** A module of the project's, without what only the compiler reads. */
async function loaded(file) {
  const { code } = await esbuild.transform(readFileSync(file, "utf8"), { loader: "ts", format: "esm", charset: "utf8" });
  // eslint-disable-next-line no-unsanitized/method -- a file of the project's own, while it is built
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}

export const wordsIn = async (file) => (await loaded(file)).words;

/** Two sentences with the same letters, in whatever parts of the widget, end the build: then one of them is worded anew. */
async function checkLetters(shortOf) {
  const seen = {};
  for (const file of readdirSync(CODE, { recursive: true }).filter((name) => /words[\\/]de\.ts$/.test(name)))
    for (const sentence of Object.keys(await wordsIn(`${CODE}/${file}`))) {
      const other = (seen[shortOf(sentence)] ??= sentence);
      if (other !== sentence) throw new Error(`“${sentence}” and “${other}” have the same short key`);
    }
}

/** `import`s of catalogues below widget/client bring them with short keys. */
export const shortKeys = {
  name: "short-keys",
  async setup(build) {
    const { shortOf } = await loaded(SHORT);
    build.onStart(() => checkLetters(shortOf));
    build.onLoad({ filter: /widget\/client\/.*\/words\/\w+\.ts$/ }, async ({ path }) => {
      const short = Object.fromEntries(Object.entries(await wordsIn(path)).map(([sentence, translation]) => [shortOf(sentence), translation]));
      return { contents: `export const words = ${JSON.stringify(short)};`, loader: "js", watchFiles: [path] };
    });
  },
};

/** The chat's languages as entries of a build, and the address by which the chat's own code asks for one. */
export function languages() {
  const files = readdirSync(FOLDER).map((file) => `${FOLDER}/${file}`);
  const hash = createHash("sha256");
  for (const file of [...files, PSEUDO, SHORT]) hash.update(readFileSync(file));
  const letters = hash.digest("hex").slice(0, 8).toUpperCase();
  const entries = Object.fromEntries([...files.map((file) => [file.match(/(\w+)\.ts$/)[1], file]), ["en-XA", PSEUDO]]);
  return { entries, names: `words-[name]-${letters}`, address: `./words-*-${letters}.js` };
}
