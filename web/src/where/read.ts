// From the API's answer to what this screen draws.
import type { Where } from "../api/types";
import type { Kind } from "../viewer/vocabulary";
import { labelled } from "../viewer/words";
import type { Answer } from "./model";
import type { Period } from "./when";
import type { Box } from "./world";

/** A country whose evidence speaks against it by a factor of 30 or more is ruled out: as in the reports. */
export const RULED_OUT = -1.5;
const SUNNY = 0.4;

export function answerOf({ answer }: Where, words: readonly Kind[]): Answer {
  if (!answer) throw new Error("There is no answer before the vote.");
  const groups = answer.groups.map((group) => ({
    key: group.key,
    source: group.key.split("/")[0] ?? group.carrier,
    voices: group.clues.map((clue) => worded(clue, words)),
    countedAs: group.counted_as,
    verbal: group.verbal,
    log10: new Map(group.log10_lr),
    without: group.without,
  }));
  return {
    probabilities: new Map(answer.posterior),
    likely: answer.likely_set,
    ruledOut: new Set(answer.ruled_out),
    abstains: answer.abstains,
    groups,
    aside: answer.aside.map((clue) => worded(clue, words)),
  };
}

export function periodOf({ period }: Where, words: readonly Kind[]): Period {
  return {
    notBefore: period.not_before,
    notAfter: period.not_after,
    conflict: period.conflict,
    bounds: period.bounds.map((bound) => ({ ...worded(bound, words), notBefore: bound.not_before, notAfter: bound.not_after })),
  };
}

/** Kind and value in the user's words. */
function worded<T extends { readonly kind: string; readonly value: string }>(clue: T, words: readonly Kind[]): T {
  const { label, valueLabel } = labelled(words, clue.kind, clue.value);
  return { ...clue, kind: label, value: valueLabel };
}

/** The cells where every shadow of the series is possible. */
export function sunOf({ sun }: Where): Box[] {
  const fits = new Map<string, number>();
  for (const region of sun) {
    for (const [south, west, weight] of region.cells) {
      const key = `${south},${west},${region.step}`;
      fits.set(key, Math.min(fits.get(key) ?? 1, weight));
    }
  }
  return [...fits]
    .filter(([, weight]) => weight >= SUNNY)
    .map(([key]): Box => {
      const [south = 0, west = 0, step = 1] = key.split(",").map(Number);
      return [west, south, west + step, south + step];
    });
}
