// What one key does on a media.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const MEDIA_KEYS: Scope = {
  name: "media",
  title: () => t("Media"),
  actions: [
    { id: "media.reveal", label: () => t("Show sharp"), keys: ["Space"], held: true },
    { id: "media.next", label: () => t("Next media"), keys: ["]", "PageDown"] },
    { id: "media.previous", label: () => t("Previous media"), keys: ["[", "PageUp"] },
    { id: "media.nextClue", label: () => t("Next clue"), keys: ["j"] },
    { id: "media.previousClue", label: () => t("Previous clue"), keys: ["k"] },
    { id: "media.confirm", label: () => t("Confirm the clue or mask"), keys: ["y"] },
    { id: "media.reject", label: () => t("Reject the clue or mask"), keys: ["n"] },
    { id: "media.edit", label: () => t("Say what the clue is anew"), keys: ["e"] },
    { id: "media.rectangle", label: () => t("Draw boxes"), keys: ["b"] },
    { id: "media.polygon", label: () => t("Draw an outline"), keys: ["p"] },
    { id: "media.mask", label: () => t("Cover a person"), keys: ["m"] },
    { id: "media.like", label: () => t("Search with a box"), keys: ["f"] },
    { id: "media.hand", label: () => t("Move the picture"), keys: ["h"] },
    { id: "media.left", label: () => t("Turn left"), keys: ["Shift+r"] },
    { id: "media.right", label: () => t("Turn right"), keys: ["r"] },
    { id: "media.flip", label: () => t("Mirror"), keys: ["x"] },
    { id: "media.where", label: () => t("Where the series was made"), keys: ["w"] },
  ],
};
