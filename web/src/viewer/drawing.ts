// What a hand draws, step by step, without a page: places go in, a finished region comes out.

import { clamp, distance, inside, polygon, rectangle, SAME_VERTEX, type Point, type Region } from "./region";

export type Tool = "mark" | "polygon" | "mask" | "hand" | "like";

/** A drawing under way. `corner` is where a rectangle began; `cursor` is the pointer, or the cross moved by arrow keys. */
export interface Drawing {
  readonly tool: Tool;
  readonly corner: Point | null;
  readonly vertices: readonly Point[];
  readonly cursor: Point | null;
  readonly byKeys: boolean;
}

export type Step =
  | { readonly act: "down" | "move" | "up" | "double"; readonly at: Point }
  | { readonly act: "key"; readonly key: string; readonly wide: boolean };

export interface Outcome {
  readonly drawing: Drawing;
  /** A finished region. */
  readonly region?: Region;
  /** A press and release at one place: a choice, not a drawing. */
  readonly chosen?: Point;
}

const FINE = 0.005;
const WIDE = 0.05;
const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function began(tool: Tool): Drawing {
  return { tool, corner: null, vertices: [], cursor: null, byKeys: false };
}

/** The same tool with a cross in the middle of the picture, to be moved by arrow keys. */
export function beganByKeys(tool: Tool): Drawing {
  return { ...began(tool), cursor: [0.5, 0.5], byKeys: true };
}

export function isUnderWay(drawing: Drawing): boolean {
  return drawing.byKeys || drawing.corner !== null || drawing.vertices.length > 0;
}

export function advanced(drawing: Drawing, step: Step): Outcome {
  if (step.act === "key") return keyed(drawing, step.key, step.wide);
  const at = inside(step.at);
  return drawing.tool === "polygon" ? polygonStep(drawing, step.act, at) : rectangleStep(drawing, step.act, at);
}

function rectangleStep(drawing: Drawing, act: string, at: Point): Outcome {
  if (act === "down") return { drawing: { ...drawing, corner: at, cursor: at, byKeys: false } };
  if (act === "move") return { drawing: { ...drawing, cursor: at } };
  if (act !== "up" || !drawing.corner) return { drawing };
  const region = rectangle(drawing.corner, at);
  const rest = began(drawing.tool);
  return region ? { drawing: rest, region } : { drawing: rest, chosen: at };
}

function polygonStep(drawing: Drawing, act: string, at: Point): Outcome {
  if (act === "move") return { drawing: { ...drawing, cursor: at } };
  if (act === "down") return withVertexAt({ ...drawing, byKeys: false }, at);
  // A double click has already sent its place as two single ones; `polygon` drops the repeat.
  return act === "double" ? closed(drawing) : { drawing };
}

function withVertexAt(drawing: Drawing, at: Point): Outcome {
  const first = drawing.vertices[0];
  if (first && drawing.vertices.length > 2 && distance(first, at) <= SAME_VERTEX * 2) return closed(drawing);
  return { drawing: { ...drawing, vertices: [...drawing.vertices, at], cursor: at } };
}

function closed(drawing: Drawing): Outcome {
  const region = polygon(drawing.vertices);
  return region ? { drawing: began(drawing.tool), region } : { drawing };
}

function keyed(drawing: Drawing, key: string, wide: boolean): Outcome {
  if (key === "Escape") return { drawing: began(drawing.tool) };
  if (key === "Backspace") return { drawing: { ...drawing, vertices: drawing.vertices.slice(0, -1) } };
  const arrow = ARROWS[key];
  const cursor = drawing.cursor ?? [0.5, 0.5];
  if (arrow) {
    const length = wide ? WIDE : FINE;
    const to: Point = [clamp(cursor[0] + arrow[0] * length), clamp(cursor[1] + arrow[1] * length)];
    return { drawing: { ...drawing, cursor: to, byKeys: true } };
  }
  return key === "Enter" ? placed(drawing, cursor) : { drawing };
}

/** Enter: the first corner, then the second; or one more vertex, and the outline closed when pressed twice at one place. */
function placed(drawing: Drawing, at: Point): Outcome {
  if (drawing.tool === "polygon") {
    const last = drawing.vertices[drawing.vertices.length - 1];
    return last && distance(last, at) <= SAME_VERTEX ? closed(drawing) : withVertexAt(drawing, at);
  }
  if (!drawing.corner) return { drawing: { ...drawing, corner: at } };
  const region = rectangle(drawing.corner, at);
  return region ? { drawing: began(drawing.tool), region } : { drawing };
}
