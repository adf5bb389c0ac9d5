// The four verdicts of triage: a mark that can be told apart without colour, a word, and the action that gives it.
import type { MediaVerdict } from "../api/types";
import { t } from "../i18n/translate";

export const VERDICTS: Readonly<Record<MediaVerdict, { mark: string; action: string; word: () => string }>> = {
  useful: { mark: "●", action: "triage.useful", word: () => t("useful") },
  "nothing useful": { mark: "–", action: "triage.nothing", word: () => t("nothing useful") },
  known: { mark: "=", action: "triage.known", word: () => t("known") },
  later: { mark: "◔", action: "triage.later", word: () => t("later") },
};

export function verdictWord(verdict: MediaVerdict): string {
  return VERDICTS[verdict].word();
}
