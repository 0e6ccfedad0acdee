/** A card with a chart in it, and what its colours mean. */

import type { ComponentChildren } from "preact";

interface CardProps {
  id: string;
  title: string;
  legend: readonly { ink: string; words: string }[];
  children: ComponentChildren;
}

export function Card({ id, title, legend, children }: CardProps) {
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-h">
        <h2 id={id}>{title}</h2>
        <div class="legend end" aria-hidden="true">
          {legend.map(({ ink, words }) => (
            <span key={ink}>
              <i class={ink} />
              {words}
            </span>
          ))}
        </div>
      </div>
      <div class="card-b">{children}</div>
    </section>
  );
}
