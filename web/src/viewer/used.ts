// The kinds of clue that this user named last: they get the first keys next time.
import { signal } from "@preact/signals";

import { keep, kept } from "../kept";

const MOST = 10;
const NAME = "kinds";

export const usedKinds = signal<readonly string[]>((kept(NAME) ?? "").split(" ").filter(Boolean));

/** Kept in the order of first use, so that a key does not wander under the finger. */
export function remembered(kind: string): void {
  if (usedKinds.value.includes(kind)) return;
  usedKinds.value = [...usedKinds.value, kind].slice(-MOST);
  keep(NAME, usedKinds.value.join(" "));
}
