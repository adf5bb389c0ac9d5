// What is drawn over a picture: regions, their handles, and the drawing under way. Our own SVG, because the page's policy
// allows no library that builds code from text.

import { useComputed, useSignal, type ReadonlySignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { advanced, began, type Drawing, type Step, type Tool } from "./drawing";
import { attribute, toFractions, toPixels, type Matrix } from "./matrix";
import { area, bounds, distance, holds, moved, path, vertices, withExtraVertex, withVertex, withoutVertex, type Point, type Region } from "./region";
import { t } from "../i18n";

/** How a region is told from others: by its line, never by colour alone. */
export type Look = "confirmed" | "proposed" | "rejected" | "mask" | "mask-proposed" | "match";

export interface Shape {
  readonly id: string;
  readonly region: Region;
  readonly look: Look;
  readonly label: string;
}

export interface OverlayProps {
  readonly matrix: ReadonlySignal<Matrix | null>;
  readonly shapes: readonly Shape[];
  readonly chosen: string | null;
  readonly drawing: Drawing;
  readonly onDrawing: (drawing: Drawing) => void;
  readonly onDrawn: (region: Region, tool: Tool) => void;
  readonly onChosen: (id: string | null) => void;
  /** Not given: the chosen region has no handles. */
  readonly onEdited?: (id: string, region: Region) => void;
  /** Matched places, and which of them is lit here and on the other side. */
  readonly points?: readonly Point[];
  readonly lit?: Signal<number | null>;
  readonly onPan: (dx: number, dy: number) => void;
  readonly onWheel: (factor: number, at: Point) => void;
}

const STEP = 0.004;
const SHOWN_LABELS = 60;

export function Overlay(props: OverlayProps) {
  const svg = useRef<SVGSVGElement>(null);
  const panning = useRef<Point | null>(null);
  const transform = useComputed(() => (props.matrix.value ? attribute(props.matrix.value) : ""));
  useWheel(svg, props.onWheel);

  const at = (event: MouseEvent): Point | null => {
    const box = svg.current?.getBoundingClientRect();
    const matrix = props.matrix.peek();
    return box && matrix ? toFractions(matrix, [event.clientX - box.left, event.clientY - box.top]) : null;
  };
  const step = (act: "down" | "move" | "up" | "double", event: MouseEvent) => {
    const place = at(event);
    if (place) take({ act, at: place });
  };
  const take = (what: Step) => {
    const { drawing, region, chosen } = advanced(props.drawing, what);
    props.onDrawing(drawing);
    if (region) props.onDrawn(region, drawing.tool);
    if (chosen) props.onChosen(smallest(props.shapes, chosen));
  };

  return (
    <svg
      ref={svg}
      class={`overlay tool-${props.drawing.tool}`}
      role="group"
      aria-label={t("Regions of this picture")}
      onPointerDown={(event) => {
        if (!event.isPrimary) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        if (event.button === 1 || event.shiftKey) panning.current = [event.clientX, event.clientY];
        else if (event.button === 0) step("down", event);
      }}
      onPointerMove={(event) => {
        if (panning.current) {
          props.onPan(event.clientX - panning.current[0], event.clientY - panning.current[1]);
          panning.current = [event.clientX, event.clientY];
        } else if (props.drawing.corner || props.drawing.vertices.length) step("move", event);
        else if (props.points && props.lit) props.lit.value = nearest(props.points, at(event));
      }}
      onPointerUp={(event) => {
        if (panning.current) panning.current = null;
        else if (event.button === 0) step("up", event);
      }}
      onPointerCancel={() => {
        panning.current = null;
        props.onDrawing(began(props.drawing.tool));
      }}
      onDblClick={(event) => step("double", event)}
    >
      <g transform={transform}>
        {props.shapes.map((shape) => (
          <path
            key={shape.id}
            d={path(shape.region)}
            class={`shape look-${shape.look}${shape.id === props.chosen ? " chosen" : ""}`}
            vector-effect="non-scaling-stroke"
          >
            <title>{shape.label}</title>
          </path>
        ))}
        {props.points && <Points points={props.points} lit={props.lit} />}
        <Draft drawing={props.drawing} />
      </g>
      <Labels {...props} />
      <Handles {...props} at={at} />
      <Cross drawing={props.drawing} matrix={props.matrix} />
    </svg>
  );
}

/** Dots of one size however far one zooms: strokes without length. */
function Points({ points, lit }: { points: readonly Point[]; lit: Signal<number | null> | undefined }) {
  const one = points[lit?.value ?? -1];
  return (
    <>
      <path class="points" d={points.map(([x, y]) => `M${x} ${y}h0`).join("")} vector-effect="non-scaling-stroke" />
      {one && <path class="points lit" d={`M${one[0]} ${one[1]}h0`} vector-effect="non-scaling-stroke" />}
    </>
  );
}

const REACH = 0.03;

function nearest(points: readonly Point[], at: Point | null): number | null {
  if (!at) return null;
  const far = points.map((point) => distance(point, at));
  const least = Math.min(...far);
  return least <= REACH ? far.indexOf(least) : null;
}

/** The smallest region that holds a place: the one on top of larger ones. */
function smallest(shapes: readonly Shape[], at: Point): string | null {
  const under = shapes.filter((shape) => holds(shape.region, at));
  return under.sort((a, b) => area(a.region) - area(b.region))[0]?.id ?? null;
}

function Draft({ drawing }: { drawing: Drawing }) {
  const { corner, cursor, vertices: placed } = drawing;
  const points = corner && cursor ? vertices(bounds([corner, cursor])) : placed.length && cursor ? [...placed, cursor] : [];
  if (points.length < 2) return null;
  const line = points.map(([x, y]) => `${x} ${y}`).join("L");
  return <path class="shape draft" d={`M${line}${corner ? "Z" : ""}`} vector-effect="non-scaling-stroke" />;
}

function Labels({ matrix, shapes, chosen }: OverlayProps) {
  const now = matrix.value;
  if (!now) return null;
  const taken = new Map<string, number>();
  return (
    <g class="labels" aria-hidden="true">
      {shapes.slice(0, SHOWN_LABELS).map(({ id, region, label, look }) => {
        const corners = vertices({ ...region, outline: [] }).map((corner) => toPixels(now, corner));
        const x = Math.min(...corners.map((corner) => corner[0]));
        const y = Math.min(...corners.map((corner) => corner[1]));
        // Labels of regions at one place stand above each other.
        const place = `${Math.round(x / 12)},${Math.round(y / 12)}`;
        const above = taken.get(place) ?? 0;
        if (look !== "rejected") taken.set(place, above + 1);
        return (
          <text key={id} class={`look-${look}${id === chosen ? " chosen" : ""}`} x={x + 1} y={y - 5 - above * 14}>
            {label.length > 28 ? `${label.slice(0, 27)}…` : label}
          </text>
        );
      })}
    </g>
  );
}

interface HandlesProps extends OverlayProps {
  readonly at: (event: MouseEvent) => Point | null;
}

/** The vertices of the chosen region: drag, or focus and use the arrow keys; Insert adds one after it, Delete removes it. */
function Handles({ matrix, shapes, chosen, drawing, onEdited, at }: HandlesProps) {
  const held = useSignal<number | null>(null);
  const now = matrix.value;
  const shape = shapes.find((one) => one.id === chosen);
  if (!now || !shape || !onEdited || drawing.byKeys) return null;
  const edit = (region: Region | null) => region && onEdited(shape.id, region);
  return (
    <g class="handles">
      {vertices(shape.region).map((vertex, index) => {
        const [x, y] = toPixels(now, vertex);
        return (
          <rect
            key={index}
            class="handle"
            x={x - 6}
            y={y - 6}
            width={12}
            height={12}
            tabindex={0}
            role="button"
            aria-label={t("Vertex {number} of {label}", { number: index + 1, label: shape.label })}
            onPointerDown={(event) => {
              event.stopPropagation();
              event.currentTarget.setPointerCapture(event.pointerId);
              held.value = index;
            }}
            onPointerMove={(event) => {
              if (held.value !== index) return;
              event.stopPropagation();
              const to = at(event);
              if (to) edit(withVertex(shape.region, index, to));
            }}
            onPointerUp={(event) => {
              event.stopPropagation();
              held.value = null;
            }}
            onKeyDown={(event) => {
              const change = keyed(shape.region, index, event);
              if (!change) return;
              event.preventDefault();
              event.stopPropagation();
              edit(change);
            }}
          />
        );
      })}
    </g>
  );
}

const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

function keyed(region: Region, index: number, event: KeyboardEvent): Region | null {
  if (event.key === "Insert" || event.key === "+") return withExtraVertex(region, index);
  if (event.key === "Delete" || event.key === "Backspace") return withoutVertex(region, index);
  const by = STEPS[event.key];
  const from = vertices(region)[index];
  if (!by || !from) return null;
  // With Shift the whole region goes along.
  return event.shiftKey ? moved(region, by[0], by[1]) : withVertex(region, index, [from[0] + by[0], from[1] + by[1]]);
}

function Cross({ drawing, matrix }: { drawing: Drawing; matrix: ReadonlySignal<Matrix | null> }) {
  if (!drawing.byKeys || !drawing.cursor || !matrix.value) return null;
  const [x, y] = toPixels(matrix.value, drawing.cursor);
  return <path class="cross" d={`M${x - 14} ${y}H${x + 14}M${x} ${y - 14}V${y + 14}`} />;
}

function useWheel(svg: { readonly current: SVGSVGElement | null }, onWheel: OverlayProps["onWheel"]): void {
  const latest = useRef(onWheel);
  latest.current = onWheel;
  useEffect(() => {
    const element = svg.current;
    // Not passive: the page itself must not scroll.
    const turned = (event: WheelEvent) => {
      event.preventDefault();
      const box = element?.getBoundingClientRect();
      if (box) latest.current(1.2 ** (-event.deltaY / 100), [event.clientX - box.left, event.clientY - box.top]);
    };
    element?.addEventListener("wheel", turned, { passive: false });
    return () => element?.removeEventListener("wheel", turned);
  }, []);
}
