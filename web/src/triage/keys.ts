// What one key does while triaging.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const TRIAGE_KEYS: Scope = {
  name: "triage",
  title: () => t("Triage"),
  actions: [],
};
