// What one key does on the board of series.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const BOARD_KEYS: Scope = {
  name: "board",
  title: () => t("Series"),
  actions: [
    { id: "board.down", label: () => t("Next series"), keys: ["ArrowDown", "Shift+ArrowDown", "j"] },
    { id: "board.up", label: () => t("Series before"), keys: ["ArrowUp", "Shift+ArrowUp", "k"] },
    { id: "board.pageDown", label: () => t("One screen down"), keys: ["PageDown", "Shift+PageDown"] },
    { id: "board.pageUp", label: () => t("One screen up"), keys: ["PageUp", "Shift+PageUp"] },
    { id: "board.first", label: () => t("First"), keys: ["Home", "Shift+Home"] },
    { id: "board.last", label: () => t("Last"), keys: ["End", "Shift+End"] },
    { id: "board.open", label: () => t("Open its media files"), keys: ["Enter"] },
    { id: "board.where", label: () => t("Where was it made"), keys: ["w"] },
    { id: "board.links", label: () => t("What it is linked to"), keys: ["g"] },
    { id: "board.claim", label: () => t("Claim it"), keys: ["c"] },
    { id: "board.release", label: () => t("Give the claim up"), keys: ["Shift+c"] },
    { id: "board.handOver", label: () => t("Hand it over"), keys: ["h"] },
    { id: "board.status", label: () => t("Change its status"), keys: ["s"] },
    { id: "board.tag", label: () => t("Put a tag on"), keys: ["t"] },
    { id: "board.untag", label: () => t("Take a tag off"), keys: ["Shift+t"] },
    { id: "board.category", label: () => t("Set its VICS category"), keys: ["v"] },
    { id: "board.select", label: () => t("Select or leave out this one"), keys: ["x"] },
    { id: "board.all", label: () => t("Select all that the filter shows"), keys: ["a"] },
    { id: "board.none", label: () => t("Select nothing"), keys: ["Escape"] },
    { id: "board.find", label: () => t("Find a series"), keys: ["/"] },
  ],
};
