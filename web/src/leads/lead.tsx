// One lead: on the left exactly what its recipient will be told, on the right the three steps by which it goes out.
import { useSignal } from "@preact/signals";
import { act, changed, complain } from "../acts";
import { call, Refused } from "../api/client";
import type { LeadShown } from "../api/types";
import { country, t } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import { Change } from "./change";
import { Homecoming } from "./home";
import { LEADS_KEYS } from "./keys";
import { Preview } from "./preview";
import { Steps } from "./steps";
import { isOpen, stateMark, type Told } from "./words";

export function OneLead({ id }: { id: number }) {
  const found = useLoaded((signal) => call<LeadShown>(`/api/leads/${id}`, { signal }), [id, changed.value.at]);
  if (!found.value) return found.error ? <Trouble error={found.error} again={found.again} /> : <Loading />;
  return <Open shown={found.value} put={found.put} again={found.again} />;
}

/** Sends one act on this lead; true when it was done. A conflict shows what the lead has become meanwhile. */
export type Send = (path: string, body?: unknown, method?: "POST" | "PATCH") => Promise<boolean>;

function Open({ shown, put, again }: { shown: LeadShown; put: (next: LeadShown) => void; again: () => void }) {
  const { lead } = shown;
  const told = shown.contents as unknown as Told;
  const editing = useSignal(false);
  const state = stateMark(lead.state);
  const report = `/api/leads/${lead.id}/report`;
  const send: Send = async (path, body, method = "POST") => {
    try {
      put(await act(() => call<LeadShown>(`/api/leads/${lead.id}${path}`, { method, body })));
      return true;
    } catch (error) {
      complain(error);
      if (error instanceof Refused && error.kind === "conflict") again();
      return false;
    }
  };
  useKeys(LEADS_KEYS, {
    "leads.approve": () => document.getElementById("typed-country")?.focus(),
    "leads.edit": () => isOpen(lead.state) && (editing.value = true),
    "leads.report": () => void window.open(report, "_blank", "noopener"),
    "leads.where": () => go(write("where", [String(lead.series)])),
    "leads.back": () => (editing.value ? (editing.value = false) : go(write("leads"))),
  });
  return (
    <div class="desk lead">
      <header class="desk-head">
        <h1>
          {lead.number ?? t("lead {n}", { n: lead.id })} → {country(lead.country)}
        </h1>
        <p class={state.tone}>
          <span aria-hidden="true">{state.mark}</span> {state.word}
        </p>
        <p class="quiet">
          <a href={write("where", [String(lead.series)])}>S{lead.series}</a>
          {" · "}
          <a href={report} target="_blank" rel="noopener">
            {t("The report as the recipient reads it")}
          </a>{" "}
          <kbd>r</kbd>
        </p>
        <span class="end">
          {isOpen(lead.state) && !editing.value && (
            <button type="button" onClick={() => (editing.value = true)}>
              {t("Change")} <kbd>e</kbd>
            </button>
          )}
          <a href={write("leads")}>{t("All leads")}</a>
        </span>
      </header>
      <div class="desk-columns">
        <div>
          {editing.value ? (
            <Change shown={shown} told={told} send={send} done={() => (editing.value = false)} />
          ) : (
            <Preview lead={lead.id} told={told} crops={shown.crops} />
          )}
        </div>
        <aside aria-label={t("How it goes out")}>
          <Steps shown={shown} send={send} again={again} />
          <Homecoming answers={lead.answers} state={lead.state} />
        </aside>
      </div>
    </div>
  );
}
