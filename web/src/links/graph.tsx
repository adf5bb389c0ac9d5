// A series and those linked to it: a bounded neighbourhood that says what it leaves out. Arrow keys go from series to
// series; the line of an edge tells how strong it is, so colour never says it alone.

import { useRef } from "preact/hooks";

import { layout, towards, type Placed } from "./layout";
import { kindWord, strengthWord, type Strength } from "../compare/words";
import { t, tn } from "../i18n";

export interface Node {
  readonly id: number;
  readonly title: string;
  readonly status: string;
  readonly media: number;
  /** Series linked to this one that are not drawn. */
  readonly hidden: number;
}

export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly kind: string;
  readonly strength: Strength;
  readonly count: number;
  /** The strongest link of this edge: what to compare first. */
  readonly link: number;
  readonly confirmed: boolean;
  readonly why: string;
}

interface Props {
  readonly middle: number;
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly chosen: number | null;
  readonly chosenEdge: Edge | null;
  readonly onChosen: (id: number) => void;
  readonly onEdge: (edge: Edge) => void;
  readonly onOpen: (id: number) => void;
}

const WEIGHTS: Readonly<Record<Strength, number>> = { verified: 3, possible: 2, "similar look only": 1 };
const WIDE = 132;
const HIGH = 46;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function Graph(props: Props) {
  const { middle, nodes, edges, chosen } = props;
  const svg = useRef<SVGSVGElement>(null);
  const weighed = edges.map((edge) => ({ ...edge, weight: WEIGHTS[edge.strength] + (edge.confirmed ? 3 : 0) }));
  const places = layout(middle, nodes.map((node) => node.id), weighed);
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
        {edges.map((edge) => {
          const [a, b] = [at.get(edge.a), at.get(edge.b)];
          return a && b && <EdgeLine key={`${edge.a}-${edge.b}-${edge.kind}`} a={a} b={b} edge={edge} {...props} />;
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
  const width = Math.max(Math.max(...xs) + WIDE / 2 + 20 - left, 480);
  const height = Math.max(Math.max(...ys) + HIGH / 2 + 24 - top, 220);
  return [left, top, width, height];
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
  const said = `S${node.id}, ${node.title}, ${node.status}, ${tn("{n} media", "{n} media", node.media)}${more ? `; ${more}` : ""}`;
  return (
    <g
      class={`node${middle ? " middle" : ""}${chosen ? " chosen" : ""}`}
      data-series={node.id}
      transform={`translate(${place.x} ${place.y})`}
      tabIndex={stop ? 0 : -1}
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
        {cut(node.title, 21)}
      </text>
      {node.hidden > 0 && (
        <text class="more" x={WIDE / 2 + 4} y={HIGH / 2 + 4}>
          +{node.hidden}
        </text>
      )}
    </g>
  );
}

interface EdgeProps extends Props {
  readonly a: Placed;
  readonly b: Placed;
  readonly edge: Edge;
}

function EdgeLine({ a, b, edge, edges, chosenEdge, onEdge }: EdgeProps) {
  // Several kinds between the same two series lie side by side.
  const beside = edges.filter((one) => one.a === edge.a && one.b === edge.b);
  const shift = (beside.indexOf(edge) - (beside.length - 1) / 2) * 16;
  const far = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [nx, ny] = [(-(b.y - a.y) / far) * shift, ((b.x - a.x) / far) * shift];
  const [mx, my] = [(a.x + b.x) / 2 + nx, (a.y + b.y) / 2 + ny];
  const said = t("S{a} and S{b}: {kind}, {strength}, {count} links", {
    a: edge.a,
    b: edge.b,
    kind: kindWord(edge.kind),
    strength: strengthWord(edge.strength),
    count: edge.count,
  });
  return (
    <g
      class={`edge ${edge.strength.replaceAll(" ", "-")}${edge.confirmed ? " by-person" : ""}${edge === chosenEdge ? " chosen" : ""}`}
      tabIndex={0}
      role="button"
      aria-label={said}
      onClick={() => onEdge(edge)}
      onFocus={() => onEdge(edge)}
    >
      <title>{said}</title>
      <path class="reach" d={`M${a.x + nx} ${a.y + ny}L${b.x + nx} ${b.y + ny}`} />
      <path class="line" d={`M${a.x + nx} ${a.y + ny}L${b.x + nx} ${b.y + ny}`} />
      <text x={mx} y={my - 3} text-anchor="middle">
        {kindWord(edge.kind)}
        {edge.count > 1 ? ` ×${edge.count}` : ""}
      </text>
    </g>
  );
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : text;
}
