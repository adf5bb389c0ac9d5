// What the answer to "where" is made of, as this screen needs it.

export interface Voice {
  readonly clue: number;
  readonly kind: string;
  readonly value: string;
  readonly state: string;
  readonly reliability: number;
  readonly note: string;
  readonly flag: string | null;
}

/** Clues of one kind and source, counted once between them. `log10`: for every territory, by code. */
export interface Group {
  readonly key: string;
  readonly source: string;
  readonly voices: readonly Voice[];
  readonly countedAs: number;
  readonly verbal: string;
  readonly log10: ReadonlyMap<string, number>;
  readonly without: readonly (readonly [string, number])[];
}

export interface Aside {
  readonly clue: number;
  readonly kind: string;
  readonly value: string;
  readonly reason: string;
}

export interface Answer {
  readonly probabilities: ReadonlyMap<string, number>;
  readonly likely: readonly string[];
  readonly ruledOut: ReadonlySet<string>;
  /** Why no country is named, or null. */
  readonly abstains: string | null;
  readonly groups: readonly Group[];
  readonly aside: readonly Aside[];
}

export const SPREAD = 3;

/** Left edge and width of a bar in percent of its track: the middle is "says nothing", each end a factor of 1000. */
export function bar(log10: number): { left: number; width: number; over: boolean } {
  const shown = Math.max(-SPREAD, Math.min(SPREAD, log10));
  const half = (Math.abs(shown) / SPREAD) * 50;
  return { left: shown < 0 ? 50 - half : 50, width: half, over: Math.abs(log10) > SPREAD };
}

/** How far each country moved between two answers, in share of probability, largest first. */
export function moved(before: Answer, after: Answer): { code: string; from: number; to: number }[] {
  const codes = new Set([...before.probabilities.keys(), ...after.probabilities.keys()]);
  return [...codes]
    .map((code) => ({ code, from: before.probabilities.get(code) ?? 0, to: after.probabilities.get(code) ?? 0 }))
    .filter((one) => Math.abs(one.to - one.from) >= 0.005)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
}

/** The groups that say most about a country, for or against, first. */
export function byWeight(groups: readonly Group[], code: string): Group[] {
  return [...groups].sort((a, b) => Math.abs(b.log10.get(code) ?? 0) - Math.abs(a.log10.get(code) ?? 0));
}
