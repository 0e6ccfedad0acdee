/** In the visitor's column: the conversation's tags, and the menu that ticks them. */

import { useEffect, useRef } from "preact/hooks";
import type { ConversationShape } from "#wire";
import { t, tn } from "../../../chat/client/t.ts";
import { Chooser, hitIn } from "../parts/chooser.tsx";
import type { Choice } from "../parts/chooser.tsx";
import { useDismiss, usePanel } from "../parts/context.ts";
import { Icon } from "../parts/marks.tsx";
import { loadTags, menu, setTags, vocabulary } from "../store/work.ts";

/** So many are offered; the rest is found by its letters. */
const SHOWN = 8;
const LONGEST = 60;

interface TagsProps {
  conversation: ConversationShape;
}

export function Tags({ conversation }: TagsProps) {
  const panel = usePanel();
  const box = useRef<HTMLSpanElement>(null);
  const open = menu.value === "tags";
  useDismiss(box, open, () => (menu.value = null));
  useEffect(() => void loadTags(panel), []);
  const { tags } = conversation;
  if (!panel.mayAct && !tags.length) return null;
  return (
    <section>
      <h2>{t("Tags")}</h2>
      <p class="tags">
        {tags.map((tag) => (
          <span key={tag} class={`tag hue-${hueOf(tag)}`}>
            <bdi>{tag}</bdi>
            {panel.mayAct && (
              <button aria-label={t("Take the tag {tag} away", { tag })} onClick={() => void setTags(panel, conversation, without(tags, tag))}>
                <Icon name="x" class="xs" />
              </button>
            )}
          </span>
        ))}
        {panel.mayAct && (
          <span class="anchor" ref={box}>
            <button class="tag add" aria-expanded={open} onClick={() => (menu.value = open ? null : "tags")}>
              <Icon name="plus" class="xs" /> {t("Tag")}
            </button>
            {open && <TagMenu conversation={conversation} />}
          </span>
        )}
      </p>
    </section>
  );
}

const without = (tags: readonly string[], tag: string) => tags.filter((each) => each.toLowerCase() !== tag.toLowerCase());

/** The colour that the vocabulary gives a tag, 0 for none. */
function hueOf(tag: string): number {
  return vocabulary.value.find(({ name }) => name.toLowerCase() === tag.toLowerCase())?.hue ?? 0;
}

function TagMenu({ conversation }: TagsProps) {
  const panel = usePanel();
  const { tags } = conversation;
  const held = new Set(tags.map((each) => each.toLowerCase()));
  const choices = (query: string): Choice[] => {
    const wanted = query.toLowerCase();
    const line = (name: string, aside?: string): Choice => {
      const ticked = held.has(name.toLowerCase());
      const hit = hitIn(name, query);
      const take = () => void setTags(panel, conversation, ticked ? without(tags, name) : [...tags, name]);
      return { id: name, words: name, ticked, take, ...(hit ? { hit } : {}), aside };
    };
    const offered = vocabulary.value.filter(({ name }) => name.toLowerCase().includes(wanted) && !held.has(name.toLowerCase()));
    const found = offered.slice(0, SHOWN).map(({ name, used }) => line(name, tn("1 chat", "{n} chats", used)));
    const isNew = query && query.length <= LONGEST && !held.has(wanted) && !offered.some(({ name }) => name.toLowerCase() === wanted);
    const make = { id: "new", icon: "plus", words: t("Make a tag “{name}”", { name: query }), take: () => void setTags(panel, conversation, [...tags, query]) };
    const own = tags.map((name, place) => ({ ...line(name), ...(place ? {} : { under: t("On this conversation") }) }));
    return [...found, ...(isNew ? [make] : []), ...own];
  };
  return (
    <div class="menu tag-menu" role="dialog" aria-label={t("Tags")}>
      <Chooser name="tags" label={t("Find a tag")} placeholder={t("Tag")} icon="tag" choices={choices} stays foot={t("Enter ticks and stays, Esc closes")} />
    </div>
  );
}
