/** A canvas that uPlot draws on: redrawn for its width and for the theme, with a label for whoever does not see it. */

import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import uPlot from "uplot";

const NARROWEST_PX = 200;
const PADDING_PX: uPlot.Padding = [8, 12, 0, 0];

export interface Ink {
  first: string;
  soft: string;
  second: string;
  faint: string;
  grid: string;
  words: string;
}

interface ChartProps {
  label: string;
  data: uPlot.AlignedData;
  height: number;
  options(ink: Ink, width: number): Omit<uPlot.Options, "width" | "height">;
  /** What stands beside the pointer. */
  tip?(at: number): Tip | null;
}

export interface Tip {
  title: string;
  text: string;
}

interface Pointed {
  at: number;
  left: number;
}

export function Chart({ label, data, height, options, tip }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const pointed = useSignal<Pointed | null>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    return keepDrawn(box.current, (into, width) => {
      const given = options(inkOf(into), width);
      const setCursor = [(self: uPlot) => (pointed.value = pointedOn(self))];
      return new uPlot({ padding: PADDING_PX, ...given, width, height, legend: { show: false }, hooks: { ...given.hooks, setCursor } }, data, into);
    });
  }, [data, height]);
  const at = pointed.value;
  const said = at && tip ? tip(at.at) : null;
  return (
    <div class="chart" role="img" aria-label={label}>
      <div ref={box} dir="ltr" />
      {said && at && (
        <div class="chart-tip" ref={(element) => element?.style.setProperty("--at", `${at.left}px`)} aria-hidden="true">
          <b>{said.title}</b>
          <span>{said.text}</span>
        </div>
      )}
    </div>
  );
}

/** Draws at once, and again for another width or theme. Returns what ends that. */
function keepDrawn(into: HTMLElement, make: (into: HTMLElement, width: number) => uPlot): () => void {
  let plot: uPlot | null = null;
  const draw = () => {
    plot?.destroy();
    plot = make(into, Math.max(NARROWEST_PX, into.clientWidth));
  };
  const stop = new AbortController();
  const sized = new ResizeObserver(() => {
    if (plot && Math.abs(plot.width - Math.max(NARROWEST_PX, into.clientWidth)) > 1) draw();
  });
  draw();
  sized.observe(into);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw, { signal: stop.signal });
  return () => {
    stop.abort();
    sized.disconnect();
    plot?.destroy();
  };
}

function pointedOn({ cursor, bbox }: uPlot): Pointed | null {
  const { idx, left = -1 } = cursor;
  return idx === null || idx === undefined || left < 0 ? null : { at: idx, left: left + bbox.left / devicePixelRatio };
}

/** The theme's colours as a canvas takes them: only an element's own colour is worked out, a variable is not. */
function inkOf(element: HTMLElement): Ink {
  const probe = element.appendChild(document.createElement("i"));
  const resolve = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const ink = {
    first: resolve("--chart-1"),
    soft: resolve("--heat-2"),
    second: resolve("--chart-2"),
    faint: resolve("--chart-4"),
    grid: resolve("--chart-grid"),
    words: resolve("--fg-3"),
  };
  probe.remove();
  return ink;
}

/** Both axes of the house: quiet words, lines only across, as many labels as there is room for. */
export function axes(ink: Ink, names: readonly string[], value: (n: number) => string, steps?: number[]): uPlot.Axis[] {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return [
    {
      stroke: ink.words,
      font,
      grid: { show: false },
      ticks: { show: false },
      size: 30,
      space: 64,
      incrs: [1, 2, 5, 7, 10, 14, 30, 60],
      values: (_, splits) => splits.map((at) => (Number.isInteger(at) ? (names[at] ?? "") : "")),
    },
    {
      stroke: ink.words,
      font,
      size: 54,
      grid: { stroke: ink.grid, width: 1 },
      ticks: { show: false },
      space: 34,
      ...(steps ? { incrs: steps } : {}),
      values: (_, splits) => splits.map(value),
    },
  ];
}
