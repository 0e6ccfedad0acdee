/** The designer of the widget's looks: the preview follows what is chosen, on either device. */

import { followChoices } from "./designer/preview.ts";
import { speakAsThePage } from "./language.ts";
import { chooseColour } from "./onboarding/colour.ts";

await speakAsThePage();

const colours = document.querySelector<HTMLElement>("[data-colours]");
if (colours) chooseColour(colours);

const designer = document.querySelector<HTMLFormElement>("form[data-designer]");
if (designer) followChoices(designer);
