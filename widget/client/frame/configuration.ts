// What the server wrote into the frame's document about the project.

import type { Catalogue } from "../../../chat/client/t.ts";
/** One question of a form; `label` and `choices` are the project's own, where it is not one that everybody knows. */
export interface Field {
  key: string;
  kind: "name" | "email" | "phone" | "order" | "text" | "choice";
  label: string;
  required: boolean;
  choices: string[];
}

/** How a visitor is received. */
export interface Desk {
  before: Field[];
  away: Field[];
  when_away: "chat" | "form" | "hide";
  away_text: string;
  /** 0 where nothing is promised. */
  replies_within_min: number;
  /** How soon somebody usually answers; 0 where nobody can tell. */
  usual_min: number;
  departments: { id: string; name: string }[];
  consent: { version: string; text: string; href: string } | null;
  rating: boolean;
}

export interface Configuration {
  desk: Desk;
  key: string;
  name: string;
  color: string;
  /** The project's own words by language. */
  texts: Record<string, Catalogue>;
  /** "" follows the page. */
  language: string;
  theme: string;
  /** What stands on a launcher with words, by the page's language; under "" on pages in any other. */
  labels?: Record<string, string>;
  /** One or two letters for the project. */
  mark: string;
  /** Operators may see what stands in the box before it is sent. */
  preview: boolean;
  /** Where "Chat by Parley" leads. */
  home: string;
  /** What is said where no chat can begin; empty where one can. */
  ended: string;
  /** Where the help centre begins; empty where there is none. */
  help: string;
  /** How many bytes a file may have that the visitor sends; 0 where they send none. */
  files: number;
}

export function readConfiguration(): Configuration {
  return JSON.parse(document.getElementById("configuration")?.textContent ?? "{}") as Configuration;
}
