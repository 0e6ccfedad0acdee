// Icons that only the help needs: its own book, the way out to the page, and two thumbs.

import type { JSX } from "preact";

const BOOK = "M10 5.5C8.5 4.3 6.4 3.8 3.5 3.8v11c2.9 0 5 .5 6.5 1.7 1.5-1.2 3.6-1.7 6.5-1.7v-11c-2.9 0-5 .5-6.5 1.7zM10 5.5v11";
const OUT = "M11.5 3.5h5v5M16.5 3.5l-7 7M14.5 11.5v3a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2h3";
const THUMB = "M6.5 9.5l3-6c1.2 0 2 .8 2 2V8h3.2a1.5 1.5 0 0 1 1.5 1.8l-1 5a1.5 1.5 0 0 1-1.5 1.2H3.5V9.5h3V16";

const drawn = (path: string, look = ""): JSX.Element => (
  <svg class={`icon ${look}`} viewBox="0 0 20 20" aria-hidden="true">
    <path d={path} />
  </svg>
);

export const Book = (): JSX.Element => drawn(BOOK);
export const Out = (): JSX.Element => drawn(OUT, "turns");
export const Thumb = ({ down = false }: { down?: boolean }): JSX.Element => drawn(THUMB, down ? "small upside-down" : "small");
