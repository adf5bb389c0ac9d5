// The register: every lead of the operation with who signed it, its receipt and its outcome. What waits for me is first.
import { useSignal } from "@preact/signals";
import { changed } from "../acts";
import { call } from "../api/client";
import type { LeadRow, Leads, LeadState } from "../api/types";
import { country, t, tn, when } from "../i18n";
import { useKeys } from "../keys/listen";
import { Choice } from "../parts/choice";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty, Loading, Trouble } from "../parts/states";
import { adjust, go, write } from "../router";
import { may, me } from "../session";
import { LEADS_KEYS } from "./keys";
import { answerWord, stateMark } from "./words";

const EVERY: readonly LeadState[] = [
  "draft",
  "proposed",
  "approved",
  "sealed",
  "sent",
  "acknowledged",
  "in work",
  "returned",
  "closed",
  "withdrawn",
];

export function Register({ id, state }: { id: number; state: string }) {
  const found = useLoaded((signal) => call<Leads>(`/api/operations/${id}/leads`, { signal }), [id, changed.value.at]);
  const current = useSignal(0);
  const all = found.value?.leads ?? [];
  const shown = [...all].filter((one) => !state || one.state === state).sort(byUrgency);
  const at = Math.min(current.value, Math.max(0, shown.length - 1));
  const step = (by: number) => () => (current.value = Math.max(0, Math.min(shown.length - 1, at + by)));
  const here = shown[at];
  useKeys(LEADS_KEYS, {
    "leads.next": step(1),
    "leads.previous": step(-1),
    "leads.open": () => here && go(write("leads", [String(here.id)])),
    "leads.where": () => here && go(write("where", [String(here.series)])),
  });
  const waits = all.filter(waitsForMe).length;
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{t("Leads")}</h1>
        {found.value && <p class="quiet">{tn("{n} lead", "{n} leads", all.length)}</p>}
        {waits > 0 && <p class="warn">{tn("{n} waits for a second officer or the seal", "{n} wait for a second officer or the seal", waits)}</p>}
        <span class="end">
          <Choice
            label={t("State")}
            value={state}
            options={[["", t("any")] as const, ...EVERY.map((one) => [one, stateMark(one).word] as const)]}
            onChange={(value) => adjust({ state: value })}
          />
          <a href={write("leads", ["new"])}>{t("Compose a lead")}</a>
        </span>
      </header>
      {found.error ? <Trouble error={found.error} again={found.again} /> : null}
      {!found.value && !found.error && <Loading />}
      {found.value && all.length === 0 && (
        <Empty title={t("No lead has been written yet.")}>
          {t("Where a series points to a country, one key makes the draft: L on the series' page “Where”.")}
        </Empty>
      )}
      {all.length > 0 && shown.length === 0 && <Empty title={t("No lead is in this state.")} />}
      {shown.length > 0 && (
        <div class="wide-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("Lead")}</th>
                <th scope="col">{t("To")}</th>
                <th scope="col">{t("Series")}</th>
                <th scope="col">{t("State")}</th>
                <th scope="col">{t("Signed by")}</th>
                <th scope="col">{t("Sealed")}</th>
                <th scope="col">{t("Came home")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row, index) => (
                <Line key={row.id} row={row} current={index === at} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Line({ row, current }: { row: LeadRow; current: boolean }) {
  const state = stateMark(row.state);
  return (
    <tr aria-current={current ? "true" : undefined}>
      <th scope="row">
        <a href={write("leads", [String(row.id)])}>{row.number ?? t("lead {n}", { n: row.id })}</a>
        {row.urgent && <span class="bad"> ! {t("urgent")}</span>}
      </th>
      <td>
        {country(row.country)} <span class="quiet">{row.agency}</span>
      </td>
      <td>
        <a href={write("where", [String(row.series)])}>S{row.series}</a>
      </td>
      <td class={state.tone}>
        <span aria-hidden="true">{state.mark}</span> {state.word}
        {row.review_due && <span class="bad"> · {t("review due {when}", { when: when(row.review_due) })}</span>}
      </td>
      <td>
        {row.signed.map((one) => (
          <span key={one.said} class="signed">
            <Name text={one.officer} longest={24} />
          </span>
        ))}
      </td>
      <td>{row.sealed_at ? when(row.sealed_at) : <span class="quiet">·</span>}</td>
      <td>
        {row.answers.length ? row.answers.map((one) => answerWord(one.kind, one.outcome)).join(", ") : <span class="quiet">·</span>}
      </td>
    </tr>
  );
}

/** Another officer proposed it and I may approve; or it is approved and I may seal; or its review is due. */
export function waitsForMe(row: LeadRow): boolean {
  if (!may("releaser")) return false;
  const proposedByMe = row.signed.some((one) => one.said === "proposed" && one.officer === me.value?.name);
  return row.state === "approved" || (row.state === "proposed" && !proposedByMe) || row.review_due !== null;
}

function byUrgency(a: LeadRow, b: LeadRow): number {
  return Number(waitsForMe(b)) - Number(waitsForMe(a)) || b.id - a.id;
}
