// What one key does among the links of a series.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const LINKS_KEYS: Scope = {
  name: "links",
  title: () => t("Links"),
  actions: [
    { id: "links.judge", label: () => t("Judge what waits here"), keys: ["c"] },
    { id: "links.where", label: () => t("Where the series was made"), keys: ["w"] },
    { id: "links.merge", label: () => t("Merge the chosen series into this one"), keys: ["g"] },
    { id: "links.split", label: () => t("Split media off"), keys: ["s"] },
    { id: "links.wider", label: () => t("Look wider or closer"), keys: ["z"] },
  ],
};
