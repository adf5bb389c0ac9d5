// What one key does while triaging. Verdicts are letters that lie on the same keys on every Latin layout; digits are
// VICS categories, read off the key cap.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const TRIAGE_KEYS: Scope = {
  name: "triage",
  title: () => t("Triage"),
  actions: [
    { id: "triage.useful", label: () => t("Useful: background worth working on"), keys: ["f"] },
    { id: "triage.nothing", label: () => t("Nothing useful in it"), keys: ["d"] },
    { id: "triage.known", label: () => t("Known: show it to nobody again"), keys: ["k"] },
    { id: "triage.later", label: () => t("Later, or somebody else"), keys: ["l"] },
    { id: "triage.clear", label: () => t("Take the verdict away"), keys: ["r"] },
    { id: "triage.category1", label: () => t("VICS category {n}", { n: 1 }), keys: ["1"] },
    { id: "triage.category2", label: () => t("VICS category {n}", { n: 2 }), keys: ["2"] },
    { id: "triage.category3", label: () => t("VICS category {n}", { n: 3 }), keys: ["3"] },
    { id: "triage.category4", label: () => t("VICS category {n}", { n: 4 }), keys: ["4"] },
    { id: "triage.category5", label: () => t("VICS category {n}", { n: 5 }), keys: ["5"] },
    { id: "triage.category0", label: () => t("No VICS category"), keys: ["0"] },
    { id: "triage.reveal", label: () => t("Show it sharp, while held"), keys: ["Space"], held: true },
    { id: "triage.open", label: () => t("Open the media file"), keys: ["Enter"] },
    { id: "triage.left", label: () => t("Left"), keys: ["ArrowLeft", "Shift+ArrowLeft"] },
    { id: "triage.right", label: () => t("Right"), keys: ["ArrowRight", "Shift+ArrowRight"] },
    { id: "triage.up", label: () => t("Up"), keys: ["ArrowUp", "Shift+ArrowUp"] },
    { id: "triage.down", label: () => t("Down"), keys: ["ArrowDown", "Shift+ArrowDown"] },
    { id: "triage.pageUp", label: () => t("One screen up"), keys: ["PageUp", "Shift+PageUp"] },
    { id: "triage.pageDown", label: () => t("One screen down"), keys: ["PageDown", "Shift+PageDown"] },
    { id: "triage.first", label: () => t("First"), keys: ["Home", "Shift+Home"] },
    { id: "triage.last", label: () => t("Last"), keys: ["End", "Shift+End"] },
    { id: "triage.select", label: () => t("Select or leave out this one"), keys: ["x"] },
    { id: "triage.all", label: () => t("Select all that the filter shows"), keys: ["a"] },
    { id: "triage.none", label: () => t("Select nothing"), keys: ["Escape"] },
    { id: "triage.next", label: () => t("Next without a verdict"), keys: ["n"] },
  ],
};
