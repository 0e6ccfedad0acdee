// The icons that only files need.

import type { JSX } from "preact";

const PATHS = {
  file: "M5 4a1.5 1.5 0 0 1 1.5-1.5h4.5l4 4V16a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 5 16zM11 2.5v4h4",
  image: "M5 4h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zM6.05 8a1.25 1.25 0 1 0 2.5 0a1.25 1.25 0 1 0-2.5 0M3.5 14.5l4-3.5 2.5 2 3.5-3.5 3.5 3.2",
  alert: "M10 3.5 17.3 16H2.7zM10 8.3v3.5M10 14h.01",
  close: "m5.5 5.5 9 9M14.5 5.5l-9 9",
  save: "M10 3.5v9M6 9l4 4 4-4M4 16.5h12",
  before: "m12 5.5-4.5 4.5 4.5 4.5",
  after: "m8 5.5 4.5 4.5-4.5 4.5",
} as const;

export function Mark({ name, look = "" }: { name: keyof typeof PATHS; look?: string }): JSX.Element {
  return (
    <svg class={`icon ${look}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
