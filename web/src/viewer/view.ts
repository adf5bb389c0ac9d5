// How and where a picture is looked at; nothing of it touches the picture.

import type { Point } from "./region";

export interface View {
  /** Quarter turns clockwise. */
  readonly turns: number;
  readonly flipped: boolean;
}

export const UPRIGHT: View = { turns: 0, flipped: false };

/** Where a picture is looked at: its middle in fractions, and how large against the whole fitting the stage. */
export interface Look {
  readonly middle: Point;
  readonly size: number;
}
