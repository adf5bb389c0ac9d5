// The words for a lead's state, for what officers signed and for what came home; and what a package says, with its types.
import type { LeadState } from "../api/types";
import { t } from "../i18n/translate";

const STATES: Readonly<Record<LeadState, readonly [mark: string, tone: string, word: () => string]>> = {
  draft: ["○", "quiet", () => t("draft")],
  proposed: ["◐", "warn", () => t("proposed")],
  approved: ["◕", "warn", () => t("approved")],
  sealed: ["◉", "", () => t("sealed")],
  sent: ["↗", "", () => t("sent")],
  acknowledged: ["↙", "", () => t("acknowledged")],
  "in work": ["●", "", () => t("in work")],
  returned: ["↩", "quiet", () => t("returned")],
  closed: ["■", "quiet", () => t("closed")],
  withdrawn: ["×", "quiet", () => t("withdrawn")],
};

/** Every state, in the order in which a lead passes through them. */
export const LEAD_STATES = Object.keys(STATES) as readonly LeadState[];

export function stateMark(state: LeadState): { mark: string; tone: string; word: string } {
  const [mark, tone, word] = STATES[state];
  return { mark, tone, word: word() };
}

const OUTCOMES: Readonly<Record<string, () => string>> = {
  probable: () => t("probable"),
  positive: () => t("positive"),
  safeguarded: () => t("safeguarded"),
  adult: () => t("adult"),
  deceased: () => t("deceased"),
  arrests: () => t("arrests"),
  "not ours": () => t("not ours"),
  "no further leads": () => t("no further leads"),
};

export function outcomeWord(outcome: string): string {
  return OUTCOMES[outcome]?.() ?? outcome;
}

/** What came home, in words: that it arrived, or what came of it. */
export function answerWord(kind: string, outcome: string | null): string {
  return kind === "receipt" ? t("receipt") : outcomeWord(outcome ?? kind);
}

/** Before it is sealed a lead can be changed and given up. */
export function isOpen(state: LeadState): boolean {
  return state === "draft" || state === "proposed" || state === "approved";
}

/** What the package tells its recipient, as far as the page reads it. Numbers are written as texts. */
export interface Told {
  readonly series: { reference: string; operation: string; images: number; videos: number };
  readonly recipient: Party;
  readonly sender: Party;
  readonly answer_to: { unit: string; person: string; email: string; phone: string; channel: string };
  readonly handling: readonly { owner: string; code: string; tlp: string; restriction: string }[];
  readonly legal_basis: string;
  readonly purpose: string;
  readonly expires: string;
  readonly hypothesis: {
    shares: readonly { country: string; probability: string }[];
    set90: readonly string[];
    abstains: boolean;
  } | null;
  readonly clues: readonly ToldClue[];
  readonly deconfliction: { known: string; note: string; checked_against: readonly string[] } | null;
  readonly grade: { source: string; information: number } | null;
  readonly links: readonly { kind: string; reason: string }[];
  readonly media: readonly { sha256: string }[];
  readonly summary: string;
  readonly not_known: readonly string[];
}

export interface Party {
  readonly country: string;
  readonly agency: string;
  readonly name: string;
}

export interface ToldClue {
  readonly kind: string;
  readonly value: string;
  readonly reason: string;
  readonly nature: string;
  readonly seen_by: string;
  readonly confirmed_by: string;
  readonly against: string;
  readonly crops: readonly string[];
}
