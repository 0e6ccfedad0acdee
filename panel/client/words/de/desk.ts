// Departments and routing, in German.

import type { Catalogue } from "../../../../chat/client/t.ts";

export const desk: Catalogue = {
  "Department": "Abteilung",
  "Given in the form before the chat, {time}": "Im Formular vor dem Chat angegeben, {time}",
  "Given to you": "An Sie gegeben",
  "Given to {to}": "An {to} gegeben",
  "In no department": "In keiner Abteilung",
  "Name": "Name",
  "None": "Keine",
  "Moved to {name}": "Nach {name} verschoben",
  "Why me": "Warum ich",
  "not taken before; {reason}": "vorher nicht übernommen; {reason}",
  "the fewest active chats, {n}": { one: "die wenigsten aktiven Chats, {n}", other: "die wenigsten aktiven Chats, {n}" },
  "the longest without a new chat": "am längsten ohne neuen Chat",
  "who had it is away, and nobody else has room": "wer ihn hatte, ist weg, und sonst hat niemand Platz",
  "{among} in {department}": "{among} in {department}",
  "{by} moved this to {to}": "{by} hat dies nach {to} verschoben",
  "{by} took this out of its department": "{by} hat dies aus seiner Abteilung genommen",
  "{n} people are here": { one: "{n} Person ist da", other: "{n} Personen sind da" },
  "{turn}; {where}": "{turn}; {where}",
};
