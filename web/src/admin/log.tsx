// The custody log: verified from its first entry on request, and read by auditors, who are recorded while they do.
import { useSignal } from "@preact/signals";
import { call } from "../api/client";
import type { Entries, LogCheck } from "../api/types";
import { number, t, tn, when } from "../i18n";
import { Choice } from "../parts/choice";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty } from "../parts/states";
import { may } from "../session";
import { Shown } from "./shown";

const KINDS = (): readonly (readonly [string, string])[] => [
  ["", t("everything")],
  ["views", t("who looked")],
  ["disclosures", t("what was given away")],
  ["erasures", t("what was erased")],
  ["acts", t("what was changed")],
];

export function Log() {
  const check = useLoaded((signal) => call<LogCheck>("/api/admin/log", { signal }), []);
  return (
    <>
      <section>
        <h2>{t("Does the log hold?")}</h2>
        <Shown of={check}>{(found) => <Verified found={found} again={check.again} />}</Shown>
      </section>
      {may("auditor") && <Audit />}
    </>
  );
}

function Verified({ found, again }: { found: LogCheck; again: () => void }) {
  return (
    <>
      {found.holds ? (
        <p>
          <strong class="good">✓ {t("It holds.")}</strong>{" "}
          {tn("{n} entry", "{n} entries", found.entries)}, {tn("{n} signed checkpoint", "{n} signed checkpoints", found.checkpoints)}
        </p>
      ) : (
        <p class="note note-bad" role="alert">
          <strong>{t("It does not hold: entry {n}.", { n: found.bad_entry ?? 0 })}</strong> <span translate={false}>{found.fault}</span>
        </p>
      )}
      <p class="small quiet">
        <span class="mono">
          {found.log} {found.root ?? ""}
        </span>{" "}
        <button type="button" class="bare" onClick={again}>
          {t("Verify again")}
        </button>
      </p>
    </>
  );
}

function Audit() {
  const kind = useSignal("");
  const officer = useSignal("");
  const subject = useSignal("");
  const query = { kind: kind.value, officer: officer.value, subject: subject.value, limit: 100 };
  const found = useLoaded((signal) => call<Entries>("/api/admin/log/entries", { query, signal }), [JSON.stringify(query)]);
  const taken = (into: { value: string }) => (event: { currentTarget: HTMLInputElement }) => (into.value = event.currentTarget.value.trim());
  return (
    <section>
      <h2>{t("Audit")}</h2>
      <p class="acts">
        <Choice label={t("Show")} value={kind.value} options={KINDS()} onChange={(value) => (kind.value = value)} />
        <label class="choice">
          <span>{t("Officer")}</span>
          <input type="text" size={14} onChange={taken(officer)} />
        </label>
        <label class="choice">
          <span>{t("About")}</span>
          <input type="text" size={18} placeholder="series:12" onChange={taken(subject)} />
        </label>
      </p>
      <Shown of={found}>
        {({ total, entries }) =>
          entries.length === 0 ? (
            <Empty title={t("No entry is like this.")} />
          ) : (
            <div class="wide-table" tabIndex={0} role="region" aria-label={t("Audit")}>
              <table class="log-table">
                <caption class="small quiet">
                  {t("The newest {shown} of {all}. That you read them is recorded.", { shown: number(entries.length), all: number(total) })}
                </caption>
                <thead>
                  <tr>
                    <th scope="col" class="figure">{t("Entry")}</th>
                    <th scope="col">{t("When")}</th>
                    <th scope="col">{t("Who")}</th>
                    <th scope="col">{t("Did")}</th>
                    <th scope="col">{t("About")}</th>
                    <th scope="col">{t("Why")}</th>
                  </tr>
                </thead>
                <tbody>
                  {entries.map((one) => (
                    <tr key={one.position}>
                      <td class="figure">{number(one.position)}</td>
                      <td>{one.at ? when(one.at) : ""}</td>
                      <td class="mono">{one.officer}</td>
                      <td translate={false}>{one.action}</td>
                      <td class="mono">{one.subjects.slice(0, 2).map((text) => text.slice(0, 28)).join(" ")}</td>
                      <td>
                        <Name text={one.purpose} longest={30} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Shown>
    </section>
  );
}
