// From a likely country to the draft of a lead: one key, and one more where the country has several agencies.
import { act, complain } from "../acts";
import { call } from "../api/client";
import type { LeadShown, Recipients } from "../api/types";
import { country, t } from "../i18n";
import { choose } from "../parts/chooser";
import { toast } from "../parts/toast";
import { go, write } from "../router";
import { screenNamed } from "../screens";

export async function drafted(series: number, code: string): Promise<void> {
  try {
    const { recipients } = await call<Recipients>("/api/recipients", { query: { series } });
    const there = recipients.filter((one) => one.country === code);
    const options = there.map((one) => ({ value: one.agency, text: one.name, hint: one.agency }));
    if (!options.length) {
      complain(new Error(t("No agency of {country} can be sealed to yet: a partner's keys are entered first.", { country: country(code) })));
      return;
    }
    const to = options.length === 1 ? options[0]?.value : await choose(t("To which agency?"), options);
    if (!to) return;
    toast({ text: t("Drafting a lead to {agency}: clues, crops, who else works on it…", { agency: to }) });
    const { lead } = await act(() => call<LeadShown>("/api/leads", { body: { series, to } }));
    toast({ text: t("Draft of a lead to {agency} made. A second officer approves it.", { agency: to }) });
    if (screenNamed("leads")) go(write("leads", [String(lead.id)]));
  } catch (error) {
    complain(error);
  }
}
