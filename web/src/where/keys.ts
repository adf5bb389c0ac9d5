// What one key does where a series is placed.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const WHERE_KEYS: Scope = {
  name: "where",
  title: () => t("Where"),
  actions: [
    { id: "where.lead", label: () => t("Draft a lead for the chosen country"), keys: ["l"] },
    { id: "where.reset", label: () => t("Let every clue count again"), keys: ["a"] },
    { id: "where.next", label: () => t("Next country of the list"), keys: ["j"] },
    { id: "where.previous", label: () => t("Country before in the list"), keys: ["k"] },
    { id: "where.links", label: () => t("Links of the series"), keys: ["c"] },
  ],
};
