// What one key does on the own day.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const DAY_KEYS: Scope = {
  name: "day",
  title: () => t("My day"),
  actions: [
    { id: "day.hand", label: () => t("Hand my first series over"), keys: ["h"] },
    { id: "day.skip", label: () => t("Not this one: give my first series back"), keys: ["n"] },
    { id: "day.agree", label: () => t("To the minutes I agreed with myself"), keys: ["m"] },
  ],
};
