"use client";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { figureWords } from "~/live/figure-words";

export type Line = { readonly label: string; readonly values: readonly (number | null)[]; readonly colour: string };

type Props = {
  readonly title: string;
  readonly unit: string;
  readonly atSeconds: readonly number[];
  readonly lines: readonly Line[];
};

const HEIGHT = 150;

/** One graph over time; gaps where nobody counted. */
export function Graph({ title, unit, atSeconds, lines }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    const style = getComputedStyle(place);
    const ink = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: ink("--muted"),
      grid: { stroke: ink("--line"), width: 1 },
      ticks: { stroke: ink("--line"), width: 1 },
    };
    const plot = new uPlot(
      {
        width: place.clientWidth,
        height: HEIGHT,
        legend: { live: true },
        scales: { y: { range: (_self, _min, max) => [0, Math.max(1, max * 1.1)] } },
        axes: [axis, { ...axis, size: 52, values: (_self, splits) => splits.map((value) => figureWords(value)) }],
        series: [
          { value: (_self, at) => (at ? new Date(at * 1_000).toLocaleTimeString() : "–") },
          ...lines.map(({ label, colour }) => ({
            label,
            stroke: ink(colour),
            width: 1.5,
            points: { show: false },
            value: (_self: uPlot, value: number | null) => (value === null ? "–" : figureWords(value)),
          })),
        ],
      },
      [[...atSeconds], ...lines.map(({ values }) => [...values])],
      place,
    );
    const resize = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
    resize.observe(place);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [atSeconds, lines]);
  const latest = lines.map(
    ({ label, values }) => `${label} ${figureWords(values.findLast((value) => value !== null) ?? undefined)}`,
  );
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex gap-2 text-sm font-medium">
        {title} <span className="text-muted">{unit}</span>
        <span className="sr-only">now {latest.join(", ")}</span>
      </figcaption>
      <div ref={box} aria-hidden className="w-full overflow-hidden text-xs" />
    </figure>
  );
}
