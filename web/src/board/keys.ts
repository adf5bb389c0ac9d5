// What one key does on the board of series.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const BOARD_KEYS: Scope = {
  name: "board",
  title: () => t("Series"),
  actions: [],
};
