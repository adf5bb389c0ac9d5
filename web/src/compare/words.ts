// Why two media belong together, in words: three strengths that are never mixed, and the reason behind each.

import { t, tn } from "../i18n";

export type Strength = "verified" | "possible" | "similar look only";
export type Verdict = "confirmed" | "rejected" | "unsure";

/** What the words need of a link. */
export interface Evidence {
  readonly kind: string;
  readonly mirrored: boolean;
  readonly evidence: Readonly<Record<string, unknown>>;
  /** The server's own sentence. */
  readonly why: string;
}

export function kindWord(kind: string): string {
  const words: Record<string, string> = {
    "same file": t("same file"),
    "near copy": t("near copy"),
    "same scene": t("same scene"),
    "same object": t("same object"),
    "same texture": t("same texture"),
    "same camera": t("same camera"),
    "same text": t("same text"),
  };
  return words[kind] ?? kind;
}

export function strengthWord(strength: Strength): string {
  return {
    verified: t("verified"),
    possible: t("possible"),
    "similar look only": t("similar look only"),
  }[strength];
}

export function strengthMeaning(strength: Strength, kind?: string): string {
  if (kind === "same texture") return t("A pattern that repeats is in both. Many places may have it: it is a hint.");
  if (kind === "same camera") return t("Both files name one camera. What they show may be far apart.");
  return {
    verified: t("Places in both pictures agree in position; chance does not do that."),
    possible: t("Some places agree, too few to be sure. Look closely."),
    "similar look only": t("They look alike, and nothing agrees in position. This is no evidence."),
  }[strength];
}

export function verdictWord(verdict: Verdict): string {
  return { confirmed: t("the same"), rejected: t("not the same"), unsure: t("unsure") }[verdict];
}

/** "same scene: 34 points agree on one plane" and what else a person should know of how it was found. */
export function reason(link: Evidence): string {
  const { evidence } = link;
  const count = (name: string) => (typeof evidence[name] === "number" ? (evidence[name] as number) : 0);
  const flat = count("homography");
  const deep = count("fundamental");
  const motifs = count("shared_motifs");
  if (motifs)
    return tn("{kind}: {n} repeated motif is in both", "{kind}: {n} repeated motifs are in both", motifs, { kind: kindWord(link.kind) });
  if (!flat && !deep) return link.why;
  const said =
    flat >= deep
      ? tn("{kind}: {n} point agrees on one plane", "{kind}: {n} points agree on one plane", flat, { kind: kindWord(link.kind) })
      : tn("{kind}: {n} point agrees in depth", "{kind}: {n} points agree in depth, seen from two sides", deep, {
          kind: kindWord(link.kind),
        });
  return link.mirrored ? t("{reason}; one picture is mirrored", { reason: said }) : said;
}

// Beyond this nobody can claim to know what chance does.
const MOST_POWER = 30;

/** How unlikely chance is, for those who ask. */
export function chance(link: Pick<Evidence, "evidence">): string | null {
  const stored = [link.evidence["log10_nfa_homography"], link.evidence["log10_nfa_fundamental"]];
  const least = Math.min(...stored.filter((one) => typeof one === "number"));
  if (!Number.isFinite(least) || least >= -1) return null;
  const power = Math.round(-least);
  return power > MOST_POWER
    ? t("Chance would do this less than once in 10{power} such comparisons.", { power: raised(MOST_POWER) })
    : t("Chance would do this about once in 10{power} such comparisons.", { power: raised(power) });
}

function raised(power: number): string {
  return [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}
