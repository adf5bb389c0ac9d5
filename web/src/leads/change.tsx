// Changing a lead: its words, and which crops stay behind. It voids every signature; the one who changes it signs anew.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Edit, LeadShown } from "../api/types";
import { t } from "../i18n";
import { Name } from "../parts/name";
import type { Send } from "./lead";
import type { Told } from "./words";

interface Props {
  readonly shown: LeadShown;
  readonly told: Told;
  readonly send: Send;
  readonly done: () => void;
}

export function Change({ shown, told, send, done }: Props) {
  const first = useRef<HTMLTextAreaElement>(null);
  useEffect(() => first.current?.focus(), []);
  const summary = useSignal(told.summary);
  const purpose = useSignal(told.purpose);
  const behind = useSignal<ReadonlySet<string>>(new Set());
  const same = summary.value === told.summary && purpose.value === told.purpose && behind.value.size === 0;
  const save = async (event: Event) => {
    event.preventDefault();
    const edit: Edit = { summary: summary.value, purpose: purpose.value, drop: [...behind.value] };
    if (same || (await send("", edit, "PATCH"))) done();
  };
  const toggle = (name: string) => {
    const next = new Set(behind.value);
    if (!next.delete(name)) next.add(name);
    behind.value = next;
  };
  return (
    <form class="change" onSubmit={(event) => void save(event)} aria-label={t("Change the lead")}>
      {shown.lead.signed.length > 0 && (
        <p class="note note-warn">{t("Every signature is void after a change. Yours is the new first one.")}</p>
      )}
      <label class="field">
        <span>{t("Summary")}</span>
        <textarea
          maxLength={4000}
          value={summary.value}
          ref={first}
          onInput={(event) => (summary.value = event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span>{t("Purpose")}</span>
        <input type="text" maxLength={400} required value={purpose.value} onInput={(event) => (purpose.value = event.currentTarget.value)} />
      </label>
      <fieldset>
        <legend>{t("Crops that go along")}</legend>
        <ul class="crops">
          {shown.crops.map((one) => (
            <li key={one.name} data-behind={behind.value.has(one.name)}>
              <label class="tick">
                <input type="checkbox" checked={!behind.value.has(one.name)} onChange={() => toggle(one.name)} />
                <Name text={`${one.name} ${one.caption}`} longest={60} />
              </label>
              <img src={`/api/leads/${shown.lead.id}/crops/${encodeURIComponent(one.name)}`} alt="" loading="lazy" />
            </li>
          ))}
        </ul>
      </fieldset>
      <p class="acts">
        <button type="submit" class="primary">
          {same ? t("Leave it as it is") : t("Sign the changed lead")}
        </button>
        <button type="button" onClick={done}>
          {t("Cancel")}
        </button>
      </p>
    </form>
  );
}
