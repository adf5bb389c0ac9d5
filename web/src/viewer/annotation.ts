// Clues as W3C Web Annotations (Recommendation of 23 February 2017), so that other tools can read what was drawn here.
//
// A rectangle is a media fragment in percent, a polygon an SVG selector in a 1 x 1 view box; the rectangle is always
// given too, for readers that know no polygons. A stretch of a video is a second fragment, `t=start,end`.

import { polygon, rectangle, type Point, type Region } from "./region";

export interface Marked {
  readonly id: string;
  readonly source: string;
  readonly kind: string;
  readonly value: string;
  readonly seenBy: string;
  readonly region: Region | null;
  readonly span: { readonly start: number; readonly end: number } | null;
}

interface Selector {
  readonly type: string;
  readonly value: string;
  readonly conformsTo?: string;
}

interface Body {
  readonly type: "TextualBody";
  readonly purpose: string;
  readonly value: string;
}

export interface Annotation {
  readonly "@context": string;
  readonly id: string;
  readonly type: "Annotation";
  readonly motivation: string;
  readonly creator: string;
  readonly body: readonly Body[];
  readonly target: { readonly source: string; readonly selector: readonly Selector[] };
}

const CONTEXT = "http://www.w3.org/ns/anno.jsonld";
const FRAGMENTS = "http://www.w3.org/TR/media-frags/";

export function toAnnotation(marked: Marked): Annotation {
  const selector: Selector[] = [];
  if (marked.region) selector.push(fragment(xywh(marked.region)));
  if (marked.region?.outline.length) selector.push({ type: "SvgSelector", value: svg(marked.region.outline) });
  if (marked.span) selector.push(fragment(`t=${marked.span.start},${marked.span.end}`));
  return {
    "@context": CONTEXT,
    id: marked.id,
    type: "Annotation",
    motivation: "identifying",
    creator: marked.seenBy,
    body: [
      { type: "TextualBody", purpose: "classifying", value: marked.kind },
      { type: "TextualBody", purpose: "describing", value: marked.value },
    ],
    target: { source: marked.source, selector },
  };
}

/** What an annotation marks; null where it is not one of these. Read as text: nothing of it reaches the page as markup. */
export function fromAnnotation(value: unknown): Marked | null {
  const note = value as Partial<Annotation> | null;
  if (!note || note.type !== "Annotation" || !Array.isArray(note.body) || !note.target) return null;
  const said = (purpose: string) => note.body?.find((body) => body.purpose === purpose)?.value;
  const kind = said("classifying");
  if (typeof kind !== "string" || !Array.isArray(note.target.selector)) return null;
  const selectors = note.target.selector;
  return {
    id: String(note.id ?? ""),
    source: String(note.target.source ?? ""),
    kind,
    value: String(said("describing") ?? ""),
    seenBy: String(note.creator ?? ""),
    region: outlined(selectors) ?? boxed(selectors),
    span: spanned(selectors),
  };
}

function fragment(value: string): Selector {
  return { type: "FragmentSelector", conformsTo: FRAGMENTS, value };
}

function xywh({ x, y, width, height }: Region): string {
  return `xywh=percent:${[x, y, width, height].map((side) => Number((side * 100).toFixed(3))).join(",")}`;
}

function svg(outline: readonly Point[]): string {
  const points = outline.map(([x, y]) => `${x},${y}`).join(" ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><polygon points="${points}"/></svg>`;
}

function outlined(selectors: readonly Selector[]): Region | null {
  const drawn = selectors.find((one) => one.type === "SvgSelector");
  const points = drawn && /<polygon points="([-\d., e]+)"/.exec(drawn.value)?.[1];
  return points ? polygon(points.trim().split(/\s+/).map((pair) => numbers(pair) as [number, number])) : null;
}

function boxed(selectors: readonly Selector[]): Region | null {
  const found = first(selectors, /^xywh=percent:(.+)$/);
  const [x, y, width, height] = found ? numbers(found).map((side) => side / 100) : [];
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  return rectangle([x, y], [x + width, y + height]);
}

function spanned(selectors: readonly Selector[]): Marked["span"] {
  const found = first(selectors, /^t=(.+)$/);
  const [start, end] = found ? numbers(found) : [];
  return start === undefined || end === undefined ? null : { start, end };
}

function first(selectors: readonly Selector[], pattern: RegExp): string | undefined {
  for (const { value } of selectors) {
    const found = typeof value === "string" ? pattern.exec(value)?.[1] : undefined;
    if (found) return found;
  }
  return undefined;
}

function numbers(text: string): number[] {
  return text.split(",").map(Number).filter(Number.isFinite);
}
