// Links in plain text, the only markup there is: parsed as URLs, never as HTML. Draw each part as a text node or an <a>.

export interface Link {
  text: string;
  href: string;
}

/** What an <a> to somewhere a stranger named carries. */
export const LINK_ATTRIBUTES = { rel: "noopener nofollow ugc", target: "_blank" } as const;

const SCHEMES = new Set(["http:", "https:", "mailto:"]);
const CANDIDATE = /(?:https?:\/\/|mailto:|www\.)[^\s<>"'“”«»]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;
const TRAILING = /[.,;:!?…。、)\]}]$/u;
const CLOSERS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** The text in order, links as `{text, href}`. Joining the texts gives the text again. */
export function partsOf(text: string): (string | Link)[] {
  const parts: (string | Link)[] = [];
  let done = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = trimmed(match[0]);
    const href = hrefOf(shown);
    if (href === null) continue;
    if (match.index > done) parts.push(text.slice(done, match.index));
    parts.push({ text: shown, href });
    done = match.index + shown.length;
  }
  if (done < text.length) parts.push(text.slice(done));
  return parts;
}

/** The address behind a piece of text, or null where it is not one that we open. */
export function hrefOf(text: string): string | null {
  const spelled = /^(?:https?:\/\/|mailto:)/i.test(text) ? text : /^www\./i.test(text) ? `https://${text}` : `mailto:${text}`;
  if (!URL.canParse(spelled)) return null;
  const url = new URL(spelled);
  // A name before the host is how "https://bank.example@evil.example" lies.
  if (!SCHEMES.has(url.protocol) || url.username || url.password) return null;
  return url.href;
}

/** Without the sentence's punctuation; a closing bracket stays when it was opened inside. */
function trimmed(text: string): string {
  // Counted once: ten thousand brackets are a message too, and must not hold up whoever reads it.
  const surplus = new Map(Object.entries(CLOSERS).map(([closer, opener]) => [closer, count(text, closer) - count(text, opener)]));
  let end = text.length;
  while (TRAILING.test(text.charAt(end - 1))) {
    const closer = text.charAt(end - 1);
    const left = surplus.get(closer);
    if (left !== undefined && left <= 0) break;
    if (left !== undefined) surplus.set(closer, left - 1);
    end -= 1;
  }
  return text.slice(0, end);
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;
