// A probability in five steps of one colour and in words; what is ruled out is hatched, so that colour never says it alone.

import { number, percent, t } from "../i18n";

export const FLOORS = [0.5, 0.2, 0.05, 0.01, 0] as const;
export type Step = 0 | 1 | 2 | 3 | 4;

/** 0 for half or more, 4 for under one in a hundred. */
export function step(probability: number): Step {
  return FLOORS.findIndex((floor) => probability >= floor) as Step;
}

export function shade(probability: number, out: boolean): string {
  return out ? "land out" : `land p${step(probability)}`;
}

/** A probability for a reader: never a round 1, which nobody can claim, nor a round 0. */
export function inWords(probability: number): string {
  if (probability >= 0.995) return t("over {share}", { share: percent(0.99) });
  return probability < 0.01 ? t("under {share}", { share: percent(0.01) }) : percent(probability);
}

export function legend(place: Step): string {
  const floor = FLOORS[place];
  const above = FLOORS[place - 1];
  if (above === undefined) return t("{share} or more", { share: percent(floor) });
  return floor ? t("{from} to {to}", { from: percent(floor), to: percent(above) }) : t("under {share}", { share: percent(above) });
}

/** A log10 ratio with its sign, and as a factor: +1.52, "33 times likelier". */
export function signed(log10: number): string {
  return number(log10, { signDisplay: "exceptZero", minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function factor(log10: number): string {
  const size = 10 ** Math.abs(log10);
  const shown = number(size, { maximumSignificantDigits: 2 });
  if (size < 1.05) return t("says nothing either way");
  return log10 > 0 ? t("{factor} times likelier", { factor: shown }) : t("{factor} times less likely", { factor: shown });
}
