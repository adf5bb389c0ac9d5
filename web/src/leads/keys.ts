// What one key does in the register of leads and on one lead.
import { t } from "../i18n/translate";
import type { Scope } from "../keys/model";

export const LEADS_KEYS: Scope = {
  name: "leads",
  title: () => t("Leads"),
  actions: [
    { id: "leads.next", label: () => t("Next lead"), keys: ["ArrowDown", "j"] },
    { id: "leads.previous", label: () => t("Lead before"), keys: ["ArrowUp", "k"] },
    { id: "leads.open", label: () => t("Open it"), keys: ["Enter"] },
    { id: "leads.approve", label: () => t("To the field for the receiving country"), keys: ["a"] },
    { id: "leads.edit", label: () => t("Change its words or leave crops out"), keys: ["e"] },
    { id: "leads.report", label: () => t("The report as the recipient reads it"), keys: ["r"] },
    { id: "leads.where", label: () => t("Where the series was made"), keys: ["w"] },
    { id: "leads.back", label: () => t("Back to the register"), keys: ["Escape"] },
  ],
};
