// Keys that work on every screen.
import { t } from "../i18n/translate";
import type { Scope } from "./model";

export const PAGE_KEYS: Scope = {
  name: "page",
  title: () => t("Everywhere"),
  actions: [
    { id: "page.help", label: () => t("Show the keys"), keys: ["?"] },
    { id: "page.undo", label: () => t("Undo the last act"), keys: ["u", "Ctrl+z"] },
    { id: "page.operation", label: () => t("Go to the operation"), keys: ["Alt+1"] },
    { id: "page.board", label: () => t("Go to the series"), keys: ["Alt+2"] },
    { id: "page.triage", label: () => t("Go to triage"), keys: ["Alt+3"] },
    { id: "page.theme", label: () => t("Light or dark"), keys: ["Alt+t"] },
  ],
};
