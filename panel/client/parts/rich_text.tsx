/** A message's text: text nodes and links. Nothing that somebody wrote ever becomes other markup. */

import { LINK_ATTRIBUTES, partsOf } from "../../../chat/client/text.ts";

export function RichText({ text }: { text: string }) {
  return (
    <>
      {partsOf(text).map((part, place) =>
        typeof part === "string" ? (
          part
        ) : (
          <a key={place} href={part.href} {...LINK_ATTRIBUTES}>
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
