// The place of a picture in a thread, known before the picture is there: nothing moves when it comes.

import type { AttachmentShape } from "#wire";

/** As a style; an interface would not pass for one. */
export type Place = Record<"inlineSize" | "aspectRatio", string>;

/** The largest place of its shape that is no larger than the picture and fits into `width` × `height`, in CSS pixels. */
export function placeOf(file: Pick<AttachmentShape, "width" | "height">, width: number, height: number): Place {
  const [wide, high] = [file.width || 1, file.height || 1];
  return { inlineSize: `${Math.max(1, Math.round(wide * Math.min(1, width / wide, height / high)))}px`, aspectRatio: `${wide} / ${high}` };
}
