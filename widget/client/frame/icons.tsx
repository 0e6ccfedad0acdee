// The chat's icons: 20 px grid, drawn with the text's colour. Always beside a word or inside a named button.

import type { JSX } from "preact";

const PATHS = {
  left: "m12 6-4 4 4 4",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  close: "m5.5 5.5 9 9M14.5 5.5l-9 9",
  offline:
    "M3 3l14 14M6.3 11.8a5 5 0 0 1 4-1.6M3.7 8.7a9 9 0 0 1 3.5-2.1M10 5.8a9 9 0 0 1 6.3 2.9M10 15h.01",
  clock: "M3.3 10a6.7 6.7 0 1 0 13.4 0a6.7 6.7 0 1 0-13.4 0M10 6.2V10l2.5 1.8",
  alert: "M10 3.5 17.3 16H2.7zM10 8.3v3.5M10 14h.01",
  send: "M10 16V4.5M5 9.2l5-4.9 5 4.9",
  chat: "M3.5 16.5V9A5.5 5.5 0 0 1 9 3.5h2A5.5 5.5 0 0 1 16.5 9A5.5 5.5 0 0 1 11 14.5H6z",
  home: "M3.5 9 10 3.5 16.5 9v6a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15zM8 16.5V12h4v4.5",
  moon: "M15.8 12.2A6.6 6.6 0 0 1 7.8 4.2a6.4 6.4 0 1 0 8 8z",
  down: "M10 4v11.5M5 10.8l5 4.9 5-4.9",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, look = "" }: { name: IconName; look?: string }): JSX.Element {
  return (
    <svg class={`icon ${look}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
