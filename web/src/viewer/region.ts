// Places inside a picture, in fractions of its upright width and height, and what a hand does with them.

export type Point = readonly [number, number];

/** A rectangle; `outline`, where somebody drew one, is a polygon that the rectangle bounds. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly outline: readonly Point[];
}

/** Nothing smaller than this share of the picture is a region: it was a click, not a drag. */
export const LEAST_SIDE = 0.004;
/** Two clicks nearer than this are one vertex: a double click sends its place twice. */
export const SAME_VERTEX = 0.006;

const DIGITS = 5;

export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value));
}

export function inside([x, y]: Point): Point {
  return [clamp(x), clamp(y)];
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** The rectangle between two corners, inside the picture; null where it is too small to be meant. */
export function rectangle(a: Point, b: Point): Region | null {
  const region = bounds([inside(a), inside(b)]);
  return region.width < LEAST_SIDE || region.height < LEAST_SIDE ? null : region;
}

/** The polygon through these vertices, repeated ones dropped; null where fewer than three are left. */
export function polygon(vertices: readonly Point[]): Region | null {
  const outline = withoutRepeats(vertices.map(inside)).map(([x, y]): Point => [rounded(x), rounded(y)]);
  if (outline.length < 3) return null;
  const box = bounds(outline);
  return box.width < LEAST_SIDE || box.height < LEAST_SIDE ? null : { ...box, outline };
}

/** Vertices without neighbours at the same place, the last one against the first too. */
export function withoutRepeats(vertices: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const vertex of vertices) {
    const last = kept[kept.length - 1];
    if (!last || distance(last, vertex) > SAME_VERTEX) kept.push(vertex);
  }
  const first = kept[0];
  const last = kept[kept.length - 1];
  if (kept.length > 1 && first && last && distance(first, last) <= SAME_VERTEX) kept.pop();
  return kept;
}

export function bounds(points: readonly Point[]): Region {
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return {
    x: rounded(x),
    y: rounded(y),
    width: rounded(Math.max(...xs) - x),
    height: rounded(Math.max(...ys) - y),
    outline: [],
  };
}

/** The vertices a hand can take hold of: those of the outline, or the four corners. */
export function vertices(region: Region): Point[] {
  if (region.outline.length) return [...region.outline];
  const { x, y, width, height } = region;
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

/** The region with one vertex moved; a rectangle stays one, its opposite corner where it was. */
export function withVertex(region: Region, place: number, to: Point): Region | null {
  const all = vertices(region);
  if (region.outline.length) return polygon(all.map((vertex, index) => (index === place ? to : vertex)));
  const opposite = all[(place + 2) % 4];
  return opposite ? rectangle(opposite, to) : null;
}

/** The region with a vertex in the middle of the side that follows `place`: a rectangle becomes a polygon. */
export function withExtraVertex(region: Region, place: number): Region {
  const all = vertices(region);
  const a = all[place];
  const b = all[(place + 1) % all.length];
  if (!a || !b) return region;
  const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return polygon([...all.slice(0, place + 1), middle, ...all.slice(place + 1)]) ?? region;
}

/** The region without one vertex, as it was where three would not be left. */
export function withoutVertex(region: Region, place: number): Region {
  return polygon(vertices(region).filter((_, index) => index !== place)) ?? region;
}

/** The region moved by a step, stopped at the picture's edges. */
export function moved(region: Region, dx: number, dy: number): Region {
  const right = clamp(dx, -region.x, 1 - region.x - region.width);
  const down = clamp(dy, -region.y, 1 - region.y - region.height);
  return {
    ...region,
    x: rounded(region.x + right),
    y: rounded(region.y + down),
    outline: region.outline.map(([x, y]): Point => [rounded(x + right), rounded(y + down)]),
  };
}

/** Whether a point is in the region; by the even-odd rule where it has an outline. */
export function holds(region: Region, [px, py]: Point): boolean {
  const { x, y, width, height, outline } = region;
  if (px < x || px > x + width || py < y || py > y + height) return false;
  let odd = outline.length === 0;
  outline.forEach(([ax, ay], index) => {
    const [bx, by] = outline[(index + 1) % outline.length] ?? [ax, ay];
    if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) odd = !odd;
  });
  return odd;
}

export function area(region: Region): number {
  const { outline } = region;
  if (!outline.length) return region.width * region.height;
  const doubled = outline.reduce((sum, [ax, ay], index) => {
    const [bx, by] = outline[(index + 1) % outline.length] ?? [ax, ay];
    return sum + ax * by - bx * ay;
  }, 0);
  return Math.abs(doubled) / 2;
}

/** SVG path data in fractions. */
export function path(region: Region): string {
  return `M${vertices(region)
    .map(([x, y]) => `${x} ${y}`)
    .join("L")}Z`;
}

/** A region as the API gives it. */
export function fromApi(region: (Omit<Region, "outline"> & { readonly outline?: readonly Point[] }) | null): Region | null {
  return region && { ...region, outline: region.outline ?? [] };
}

/** A region as the API takes it. */
export function asBody(region: Region): { x: number; y: number; width: number; height: number; outline: [number, number][] } {
  return { ...region, outline: region.outline.map(([x, y]): [number, number] => [x, y]) };
}

function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}
