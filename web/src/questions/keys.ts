// What one key does at the expert desk.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const QUESTIONS_KEYS: Scope = {
  name: "questions",
  title: () => t("Questions"),
  actions: [
    { id: "questions.next", label: () => t("Next question"), keys: ["ArrowDown", "j"] },
    { id: "questions.previous", label: () => t("Question before"), keys: ["ArrowUp", "k"] },
    { id: "questions.country", label: () => t("Answer with a country"), keys: ["c"] },
    { id: "questions.common", label: () => t("Answer: found in too many countries"), keys: ["m"] },
    { id: "questions.elsewhere", label: () => t("Answer: not from my country"), keys: ["n"] },
    { id: "questions.side", label: () => t("To answer, or asked by us"), keys: ["s"] },
  ],
};
