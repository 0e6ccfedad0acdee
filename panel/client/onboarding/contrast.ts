/** How well text reads on a colour: the contrast ratio of WCAG 2.2, and which text to choose. */

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
const WHITE = 1; // relative luminance

export const ENOUGH = 4.5; // WCAG 2.2, 1.4.3

/** Relative luminance of a `#rrggbb` colour, or null for anything else. */
export function luminance(colour: string): number | null {
  const match = HEX.exec(colour);
  if (!match) return null;
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((pair) => {
    const part = parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export interface Reading {
  text: "white" | "black";
  ratio: number;
}

/** The text that reads best on a colour, white where it is good enough; null when the colour is none. */
export function readingOn(colour: string): Reading | null {
  const ground = luminance(colour);
  if (ground === null) return null;
  const white = (WHITE + 0.05) / (ground + 0.05);
  if (white >= ENOUGH) return { text: "white", ratio: white };
  return { text: "black", ratio: (ground + 0.05) / 0.05 };
}
