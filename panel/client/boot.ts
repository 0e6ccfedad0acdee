/** What the page's shell hands to the panel: who is signed in, their projects, and where they are. */

import type { PersonShape, ProjectShape } from "#wire";
import type { Notices } from "./ring/index.ts";

export interface Boot {
  member: PersonShape;
  account: { id: string; name: string };
  projects: ProjectShape[];
  project: string;
  csrf_cookie: string;
  notices: Notices;
  /** How many bytes a file may have; 0 where none are taken. */
  files: number;
  /** Where the help centre begins. */
  help: string;
  /** While Parley's staff may look into this project: until when, and for owners the page where that is ended. */
  support?: { until: string; conversations: boolean; href: string | null };
  /** Once a paid plan has ended: when, which one, and for whoever may pay the page where it is renewed. */
  plan_ended?: { at: string; plan: string; href: string | null };
  /** Where a visitor is exported or erased, for whoever may. */
  data_href?: string;
  /** The demo's mailbox, in the embedded run only. */
  mailbox?: string;
}

/** Reads the shell's data; without it the page is not the panel and nothing can start. */
export function readBoot(page: Document = document): Boot {
  const element = page.getElementById("panel-data");
  if (!element?.textContent) throw new Error("the shell has no panel-data");
  return JSON.parse(element.textContent) as Boot;
}

/** The project that this page shows; the shell never names one that the member may not see. */
export function currentProject(boot: Boot): ProjectShape {
  const project = boot.projects.find((each) => each.id === boot.project);
  if (!project) throw new Error("the shell names a project that is not in its list");
  return project;
}
