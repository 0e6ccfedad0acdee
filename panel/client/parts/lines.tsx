/** A thread's rows in blocks: those far from what is shown are neither drawn anew nor laid out. */

import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { ConversationShape } from "#wire";
import { blocksOf, sameRow } from "../state/timeline.ts";
import type { Block as Rows, Row } from "../state/timeline.ts";
import { Line } from "./message.tsx";
import type { Seen } from "./message.tsx";
import { useNear } from "./nearness.ts";

interface Kept extends Rows {
  seen: Seen;
  node: VNode;
}

/** A block that is the same as before keeps its node, and Preact does not look into it. */
export function Lines({ rows, conversation }: { rows: readonly Row[]; conversation: ConversationShape }) {
  const kept = useRef(new Map<string, Kept>());
  const blocks = blocksOf(rows).map((block) => {
    const was = kept.current.get(block.key);
    return was && same(was, block, conversation) ? was : { ...block, seen: conversation, node: <Block key={block.key} rows={block.rows} seen={conversation} /> };
  });
  kept.current = new Map(blocks.map((block) => [block.key, block]));
  return <>{blocks.map(({ node }) => node)}</>;
}

function same({ rows, seen }: Kept, next: Rows, now: Seen): boolean {
  if (seen.visitor !== now.visitor || seen.visitor_read !== now.visitor_read || rows.length !== next.rows.length) return false;
  return rows.every((row, place) => sameRow(row, next.rows[place] as Row));
}

function Block({ rows, seen }: { rows: readonly Row[]; seen: Seen }) {
  const list = useRef<HTMLOListElement>(null);
  const near = useNear(list, ".feed", true);
  return (
    <ol ref={list} class={near.value ? "" : "far"}>
      {rows.map((row) => (
        <Line key={row.key} row={row} conversation={seen} />
      ))}
    </ol>
  );
}
