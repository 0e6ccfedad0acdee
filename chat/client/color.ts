// A customer's colour, made readable: adjusted until the text on it reaches 4.5:1.

const READABLE = 4.5;
const INK = "#0E1C1F";
/** White text may darken a colour this far; anything lighter takes dark text instead. */
const WHITE_FROM = 2.6;

type Rgb = [number, number, number];

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;

const hex = (color: Rgb): string => "#" + color.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(rgb(one)), luminance(rgb(other))].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** One colour moved towards another: 0 is the first, 1 the second. */
export function mixed(one: string, other: string, share: number): string {
  const end = rgb(other);
  return hex(rgb(one).map((part, at) => part + ((end[at] ?? 0) - part) * share) as Rgb);
}

/** Moves a colour towards another until it stands out from its ground. */
export function readable(color: string, ground: string, towards: string): string {
  let found = color;
  for (let share = 0; contrast(found, ground) < READABLE && share < 1; share += 0.04) found = mixed(color, towards, share);
  return found;
}

export const isColor = (value: unknown): value is string => typeof value === "string" && /^#[\da-f]{6}$/i.test(value);

/** The ground of launcher, bubbles and buttons, and the text on it. */
export function ground(color: string): [color: string, on: string] {
  if (contrast(color, "#ffffff") >= WHITE_FROM) return [readable(color, "#ffffff", "#000000"), "#ffffff"];
  return [readable(color, INK, "#ffffff"), INK];
}
