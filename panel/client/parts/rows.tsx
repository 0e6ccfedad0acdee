/** A section's rows in blocks: of thousands only those near the view are in the page. */

import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import { useSignalEffect } from "@preact/signals";
import type { ConversationShape } from "#wire";
import { t } from "../../../chat/client/t.ts";
import { ticked } from "../store/work.ts";
import { nameOf } from "../words.ts";
import { usePanel } from "./context.ts";
import { useNear } from "./nearness.ts";
import { Row } from "./row.tsx";

const BLOCK = 40; // rows that come and go together
const AT_ONCE = 2 * BLOCK; // rows that are there before anything was measured
const ROW_PX = 79; // of a row that nobody has seen yet

interface BlockProps {
  rows: readonly ConversationShape[];
  /** How many rows stand before it, and how many there are in all. */
  before: number;
  of: number;
}

interface Kept extends BlockProps {
  node: VNode;
}

/** A block that is the same as before keeps its node, and Preact does not look into it. */
export function Rows({ rows }: { rows: readonly ConversationShape[] }) {
  const kept = useRef<Kept[]>([]);
  const blocks: Kept[] = [];
  for (let before = 0; before < rows.length; before += BLOCK) {
    const [was, part] = [kept.current[blocks.length], rows.slice(before, before + BLOCK)];
    blocks.push(was?.of === rows.length && same(was.rows, part) ? was : made({ rows: part, before, of: rows.length }));
  }
  kept.current = blocks;
  return <div role="list">{blocks.map(({ node }) => node)}</div>;
}

const made = (props: BlockProps): Kept => ({ ...props, node: <Block key={props.before} {...props} /> });

const same = <T,>(one: readonly T[], other: readonly T[]): boolean => one.length === other.length && one.every((each, place) => each === other[place]);

function Block({ rows, before, of }: BlockProps) {
  const box = useRef<HTMLDivElement>(null);
  const height = useRef(rows.length * ROW_PX);
  const near = useNear(box, ".list-b", before < AT_ONCE, (px) => (height.current = px));
  useBringing(box, rows, near);
  if (!near.value) return <div ref={box} style={{ blockSize: `${height.current}px` }} />;
  const counted = (place: number) => (of > AT_ONCE ? { "aria-setsize": of, "aria-posinset": before + place + 1 } : {});
  return (
    <div ref={box} style={{ blockSize: "" }}>
      {rows.map((each, place) => (
        <div key={each.id} role="listitem" class={ticked.value ? "tickable" : ""} {...counted(place)}>
          {ticked.value && <TickBox conversation={each} />}
          <Row conversation={each} />
        </div>
      ))}
    </div>
  );
}

/** The conversation whose row was brought into view last: it is not brought again when it finds another place. */
let brought: string | null = null;

/** Whoever walks with J and K sees where they are. */
function useBringing(box: { current: HTMLElement | null }, rows: readonly ConversationShape[], near: { value: boolean }): void {
  const panel = usePanel();
  const held = useRef(rows);
  held.current = rows;
  useSignalEffect(() => {
    const [open, here] = [panel.openConversation(), near.value];
    if (open === null || open === brought || !held.current.some(({ id }) => id === open)) return;
    if (here) brought = open;
    requestAnimationFrame(() => (box.current?.querySelector("a[aria-current]") ?? box.current)?.scrollIntoView({ block: "nearest" }));
  });
}

function TickBox({ conversation }: { conversation: ConversationShape }) {
  const chosen = ticked.value ?? new Set<string>();
  const { id, visitor } = conversation;
  const turn = (on: boolean) => (ticked.value = new Set(on ? [...chosen, id] : [...chosen].filter((each) => each !== id)));
  return <input type="checkbox" aria-label={t("Tick {name}", { name: nameOf(visitor) })} checked={chosen.has(id)} onChange={(event) => turn(event.currentTarget.checked)} />;
}
