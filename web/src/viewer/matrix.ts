// From fractions of a picture to pixels of the stage and back: an affine map, so that turned and flipped pictures work too.

import type { Point } from "./region";

/** x' = a x + c y + e, y' = b x + d y + f, as SVG writes it. */
export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** The map that takes (0,0), (1,0) and (0,1) to these three places. */
export function fromCorners(origin: Point, right: Point, down: Point): Matrix {
  return {
    a: right[0] - origin[0],
    b: right[1] - origin[1],
    c: down[0] - origin[0],
    d: down[1] - origin[1],
    e: origin[0],
    f: origin[1],
  };
}

export function toPixels(m: Matrix, [x, y]: Point): Point {
  return [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];
}

export function toFractions(m: Matrix, [px, py]: Point): Point {
  const [x, y] = [px - m.e, py - m.f];
  const size = m.a * m.d - m.b * m.c || 1;
  return [(m.d * x - m.c * y) / size, (m.a * y - m.b * x) / size];
}

export function attribute(m: Matrix): string {
  return `matrix(${m.a} ${m.b} ${m.c} ${m.d} ${m.e} ${m.f})`;
}
