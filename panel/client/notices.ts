/** The pages about being called: the choices, and *Why did nothing ring?* */

import { speakAsThePage } from "./language.ts";
import { offerSounds } from "./notices/choices.ts";
import { WhyPage } from "./notices/page.ts";

await speakAsThePage();
offerSounds(document);
const data = document.getElementById("why-data");
const card = document.querySelector<HTMLElement>("[data-why]");
if (data?.textContent && card) void new WhyPage(card, JSON.parse(data.textContent)).start();
