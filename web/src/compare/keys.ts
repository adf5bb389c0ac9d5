// What one key does while comparing two media.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const COMPARE_KEYS: Scope = {
  name: "compare",
  title: () => t("Compare"),
  actions: [
    { id: "compare.reveal", label: () => t("Show both sharp"), keys: ["Space"], held: true },
    { id: "compare.same", label: () => t("The same"), keys: ["y", "1"] },
    { id: "compare.not", label: () => t("Not the same"), keys: ["n", "2"] },
    { id: "compare.unsure", label: () => t("Unsure"), keys: ["m", "3"] },
    { id: "compare.next", label: () => t("Next pair, no verdict"), keys: ["j", "]"] },
    { id: "compare.back", label: () => t("Back to the pair before"), keys: ["k", "["] },
    { id: "compare.points", label: () => t("Points and boxes"), keys: ["o"] },
    { id: "compare.together", label: () => t("Move both together"), keys: ["t"] },
    { id: "compare.flip", label: () => t("Mirror the right one"), keys: ["x"] },
    { id: "compare.turn", label: () => t("Turn the right one"), keys: ["r"] },
    { id: "compare.deep", label: () => t("Deep compare"), keys: ["d"] },
    { id: "compare.like", label: () => t("Search with a box"), keys: ["f"] },
  ],
};
