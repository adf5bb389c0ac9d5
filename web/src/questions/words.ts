// The words for a question's state and for what an answer can say.
import type { QuestionState } from "../api/types";
import { country, percent, t } from "../i18n";

const STATES: Readonly<Record<QuestionState, readonly [mark: string, tone: string, word: () => string]>> = {
  asked: ["◐", "warn", () => t("waits for a second officer")],
  released: ["↗", "", () => t("asked")],
  closed: ["■", "quiet", () => t("closed")],
  withdrawn: ["×", "quiet", () => t("withdrawn")],
};

export function questionState(state: QuestionState): { mark: string; tone: string; word: string } {
  const [mark, tone, word] = STATES[state];
  return { mark, tone, word: word() };
}

export function answerSaid(said: string, code: string | null, confidence: number | null): string {
  if (said === "too common") return t("found in too many countries");
  if (said === "not from here") return code ? t("not from {country}", { country: country(code) }) : t("not from here");
  return code ? t("{country}, {sure} sure", { country: country(code), sure: percent(confidence ?? 0) }) : said;
}
