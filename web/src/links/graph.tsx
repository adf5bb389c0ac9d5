// A series and those linked to it: a bounded neighbourhood that says what it leaves out. Arrow keys go from series to
// series; the line of an edge tells how strong it is, so colour never says it alone.

import { useMemo, useRef } from "preact/hooks";

import { weight, type Bundle } from "./bundle";
import { layout, towards, type Placed } from "./layout";
import { kindWord, strengthWord } from "../compare/words";
import { t, tn } from "../i18n";
import { visible } from "../parts/name";

export interface Node {
  readonly id: number;
  readonly title: string;
  readonly status: string;
  readonly media: number;
  /** Series linked to this one that are not drawn. */
  readonly hidden: number;
}

interface Props {
  readonly middle: number;
  readonly nodes: readonly Node[];
  readonly bundles: readonly Bundle[];
  readonly chosen: number | null;
  readonly chosenBundle: Bundle | null;
  readonly onChosen: (id: number) => void;
  readonly onBundle: (bundle: Bundle) => void;
  readonly onOpen: (id: number) => void;
}

const WIDE = 132;
const HIGH = 46;
const LEAST = [1100, 620] as const;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function Graph(props: Props) {
  const { middle, nodes, bundles, chosen } = props;
  const svg = useRef<SVGSVGElement>(null);
  const places = useMemo(() => {
    const weighed = bundles.map((one) => ({ a: one.a, b: one.b, weight: weight(one) }));
    return layout(middle, nodes.map((node) => node.id), weighed);
  }, [middle, nodes, bundles]);
  const at = new Map(places.map((place) => [place.id, place]));
  const [left, top, width, height] = frame(places);
  const focus = (id: number) =>
    requestAnimationFrame(() => svg.current?.querySelector<SVGElement>(`[data-series="${id}"]`)?.focus());
  return (
    <svg
      ref={svg}
      class="graph"
      viewBox={`${left} ${top} ${width} ${height}`}
      role="group"
      aria-label={t("Series and what links them")}
    >
      <g class="edges">
        {bundles.map((bundle) => {
          const [a, b] = [at.get(bundle.a), at.get(bundle.b)];
          const near = [bundle.a, bundle.b].includes(chosen ?? middle);
          return a && b && <Line key={`${bundle.a}-${bundle.b}`} a={a} b={b} bundle={bundle} near={near} {...props} />;
        })}
      </g>
      <g class="nodes">
        {nodes.map((node) => {
          const place = at.get(node.id);
          return (
            place && (
              <NodeBox
                key={node.id}
                node={node}
                place={place}
                middle={node.id === middle}
                chosen={node.id === chosen}
                stop={node.id === (chosen ?? middle)}
                onChosen={() => props.onChosen(node.id)}
                onKey={(event) => {
                  const arrow = ARROWS[event.key];
                  if (event.key === "Enter") props.onOpen(node.id);
                  else if (arrow) {
                    const next = towards(places, place, arrow[0], arrow[1]).id;
                    props.onChosen(next);
                    focus(next);
                  } else return;
                  event.preventDefault();
                  event.stopPropagation();
                }}
              />
            )
          );
        })}
      </g>
    </svg>
  );
}

function frame(places: readonly Placed[]): readonly [number, number, number, number] {
  const xs = places.map((place) => place.x);
  const ys = places.map((place) => place.y);
  const left = Math.min(...xs) - WIDE / 2 - 20;
  const top = Math.min(...ys) - HIGH / 2 - 24;
  const width = Math.max(...xs) + WIDE / 2 + 20 - left;
  const height = Math.max(...ys) + HIGH / 2 + 24 - top;
  // A small neighbourhood is not blown up: its letters stay the size of the page's.
  const [more, higher] = [Math.max(0, LEAST[0] - width), Math.max(0, LEAST[1] - height)];
  return [left - more / 2, top - higher / 2, width + more, height + higher];
}

interface NodeProps {
  readonly node: Node;
  readonly place: Placed;
  readonly middle: boolean;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly onChosen: () => void;
  readonly onKey: (event: KeyboardEvent) => void;
}

function NodeBox({ node, place, middle, chosen, stop, onChosen, onKey }: NodeProps) {
  const more = node.hidden ? tn("{n} linked series is not drawn", "{n} linked series are not drawn", node.hidden) : "";
  const said = `S${node.id}, ${visible(node.title)}, ${node.status}, ${tn("{n} media", "{n} media", node.media)}${more ? `; ${more}` : ""}`;
  return (
    <g
      class={`node${middle ? " middle" : ""}${chosen ? " chosen" : ""}`}
      data-series={node.id}
      transform={`translate(${place.x} ${place.y})`}
      tabindex={stop ? 0 : -1}
      role="button"
      aria-pressed={chosen}
      aria-label={said}
      onClick={onChosen}
      onFocus={onChosen}
      onKeyDown={onKey}
    >
      <title>{said}</title>
      <rect x={-WIDE / 2} y={-HIGH / 2} width={WIDE} height={HIGH} rx={6} />
      <text class="number" x={-WIDE / 2 + 10} y={-5}>
        S{node.id}
      </text>
      <text class="count" x={WIDE / 2 - 10} y={-5} text-anchor="end">
        {tn("{n} media", "{n} media", node.media)}
      </text>
      <text class="title" x={-WIDE / 2 + 10} y={13}>
        {cut(visible(node.title), 21)}
      </text>
      {node.hidden > 0 && (
        <text class="more" x={WIDE / 2 + 4} y={HIGH / 2 + 4}>
          +{node.hidden}
        </text>
      )}
    </g>
  );
}

interface LineProps extends Pick<Props, "chosenBundle" | "onBundle"> {
  readonly a: Placed;
  readonly b: Placed;
  readonly bundle: Bundle;
  /** It touches the series that is looked at: only then its kind is written on it. */
  readonly near: boolean;
}

function Line({ a, b, bundle, near, chosenBundle, onBundle }: LineProps) {
  const [first, ...others] = bundle.edges;
  const said = t("S{a} and S{b}: {kind}, {strength}, {count} links", {
    a: bundle.a,
    b: bundle.b,
    kind: [first, ...others].map((edge) => kindWord(edge.kind)).join(", "),
    strength: strengthWord(first.strength),
    count: bundle.edges.reduce((sum, edge) => sum + edge.links, 0),
  });
  const look = first.strength.replaceAll(" ", "-");
  const line = `M${a.x} ${a.y}L${b.x} ${b.y}`;
  return (
    <g
      class={`edge ${look}${bundle.confirmed ? " by-person" : ""}${bundle === chosenBundle ? " chosen" : ""}${near ? " near" : ""}`}
      tabindex={near ? 0 : -1}
      role="button"
      aria-label={said}
      onClick={() => onBundle(bundle)}
      onFocus={() => onBundle(bundle)}
    >
      <title>{said}</title>
      <path class="reach" d={line} />
      <path class="line" d={line} />
      {near && (
        <text x={a.x * 0.42 + b.x * 0.58} y={a.y * 0.42 + b.y * 0.58 + 3} text-anchor="middle">
          {kindWord(first.kind)}
          {others.length > 0 ? ` +${others.length}` : ""}
        </text>
      )}
    </g>
  );
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : text;
}
