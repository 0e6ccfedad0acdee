/** The pages around a project: choosing its colour, copying its tag, and the wait for the first visitor. */

import { speakAsThePage } from "./language.ts";
import { chooseColour } from "./onboarding/colour.ts";
import { copyOnPress } from "./onboarding/copy.ts";
import { awaitFirstVisitor } from "./onboarding/first_visitor.ts";
import { openOnPress } from "./onboarding/ways.ts";

await speakAsThePage();

const colours = document.querySelector<HTMLElement>("[data-colours]");
if (colours) chooseColour(colours);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) copyOnPress(button);

const ways = document.querySelector<HTMLElement>("[data-ways]");
if (ways) openOnPress(ways);

const wait = document.querySelector<HTMLElement>("[data-first-visitor]");
if (wait) awaitFirstVisitor(wait);
