// The other parts of the operation's screen: refusals, the ladder of series, leads by country, the figures.
import type { FigureRow, LeadsTo, OperationShown, RefusedRow, Status } from "../api/types";
import { country, number, t } from "../i18n/translate";
import { LEAD_STATES, stateMark } from "../leads/words";
import { placed } from "../parts/placed";
import { STATUSES, StatusWord } from "../parts/status";
import { write } from "../router";

export function Refusals({ rows }: { rows: readonly RefusedRow[] }) {
  return (
    <section>
      <h2>{t("What was refused, and why")}</h2>
      {rows.length === 0 ? (
        <p class="quiet">{t("Nothing was refused.")}</p>
      ) : (
        <table>
          <tbody>
            {rows.map((row) => (
              <tr key={row.code}>
                <td class="figure refusal-count">{number(row.files)}</td>
                <th scope="row" class="mono refusal-code">{row.code}</th>
                <td class="refusal-why" translate={false}>{row.why}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function SeriesLadder({ counts }: { counts: OperationShown["series"] }) {
  const steps = (Object.keys(STATUSES) as Status[]).filter((status) => counts[status]);
  const most = Math.max(1, ...steps.map((status) => counts[status] ?? 0));
  return (
    <section>
      <h2>{t("Where the series stand")}</h2>
      {steps.length === 0 && <p class="quiet">{t("There are no series yet.")}</p>}
      <ul class="ladder">
        {steps.map((status) => (
          <li key={status}>
            <a href={write("board", [], { status })}>
              <StatusWord status={status} />
            </a>
            <span class="ladder-bar" aria-hidden="true">
              <span ref={placed({ width: `${(100 * (counts[status] ?? 0)) / most}%` })} />
            </span>
            <span class="ladder-count">{number(counts[status] ?? 0)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function LeadTable({ rows }: { rows: readonly LeadsTo[] }) {
  const used = LEAD_STATES.filter((state) => rows.some((row) => row.states[state]));
  return (
    <section>
      <h2>{t("Leads, by country")}</h2>
      {rows.length === 0 ? (
        <p class="quiet">{t("No lead has been written yet.")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t("To")}</th>
              {used.map((state) => (
                <th key={state} scope="col" class="figure">{stateMark(state).word}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.country}>
                <th scope="row">{country(row.country)}</th>
                {used.map((state) => (
                  <td key={state} class="figure">{row.states[state] ? number(row.states[state] ?? 0) : <span class="quiet">·</span>}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const FIGURES: Readonly<Record<string, () => string>> = {
  days: () => t("days"),
  experts: () => t("experts"),
  countries: () => t("countries"),
  agencies: () => t("agencies"),
  contributions: () => t("contributions"),
  files: () => t("files"),
  "distinct media": () => t("distinct media"),
  gigabytes: () => t("gigabytes"),
  "hours of video": () => t("hours of video"),
  series: () => t("series"),
  "series analysed": () => t("series analysed"),
  "likely country found": () => t("likely country found"),
  "leads domestic": () => t("leads domestic"),
  "leads foreign": () => t("leads foreign"),
  "countries receiving": () => t("countries receiving"),
  receipts: () => t("receipts"),
  probable: () => t("probable"),
  positive: () => t("positive"),
  safeguarded: () => t("safeguarded"),
  adult: () => t("adult"),
  deceased: () => t("deceased"),
  arrests: () => t("arrests"),
};

export function FigureList({ rows }: { rows: readonly FigureRow[] }) {
  return (
    <section>
      <h2>{t("Figures")}</h2>
      <dl class="figures">
        {rows.map((row) => (
          <div key={row.name} title={t("From: {source}", { source: row.source })}>
            <dt>{FIGURES[row.name]?.() ?? row.name}</dt>
            <dd>{number(row.value, { maximumSignificantDigits: row.value < 1 ? 2 : 6 })}</dd>
          </div>
        ))}
      </dl>
      <p class="small quiet">{t("Probable, positive and safeguarded are three figures and are never added up.")}</p>
    </section>
  );
}
