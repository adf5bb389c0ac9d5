// Composing a lead: everything the program knows is filled in. What is left to decide is who receives it and what goes along.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { act, complain } from "../acts";
import { call } from "../api/client";
import type { ClueShown, Clues, Draft, LeadShown, Recipient, Recipients } from "../api/types";
import { country, t, tn } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty, Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import type { Kind } from "../viewer/vocabulary";
import { kinds, labelled } from "../viewer/words";

const NO_KINDS: readonly Kind[] = [];

export function Compose({ series, country: wanted }: { series: number | null; country: string | null }) {
  if (series === null) return <WhichSeries />;
  return <Composed series={series} wanted={wanted} />;
}

function WhichSeries() {
  const typed = useSignal("");
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const on = (event: Event) => {
    event.preventDefault();
    const number = typed.value.replace(/\D/g, "");
    if (number) go(write("leads", ["new"], { series: number }));
  };
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{t("Compose a lead")}</h1>
      </header>
      <form onSubmit={on}>
        <label class="field">
          <span>{t("On which series?")}</span>
          <input
            type="text"
            placeholder="S33"
            size={8}
            ref={first}
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          {t("Go on")}
        </button>
      </form>
    </div>
  );
}

function Composed({ series, wanted }: { series: number; wanted: string | null }) {
  const recipients = useLoaded((signal) => call<Recipients>("/api/recipients", { query: { series }, signal }), [series]);
  const clues = useLoaded((signal) => call<Clues>(`/api/series/${series}/clues`, { signal }), [series]);
  const error = recipients.error ?? clues.error;
  if (error) return <Trouble error={error} again={() => (recipients.again(), clues.again())} />;
  if (!recipients.value || !clues.value) return <Loading />;
  if (recipients.value.recipients.length === 0) {
    return (
      <Empty title={t("There is nobody to seal to yet.")}>
        {t("An administrator enters the keys of a partner, and a second officer confirms them: sightline partner add.")}
      </Empty>
    );
  }
  return <Form series={series} found={recipients.value} wanted={wanted} clues={clues.value.clues} />;
}

function Form({ series, found, wanted, clues }: { series: number; found: Recipients; wanted: string | null; clues: readonly ClueShown[] }) {
  const best = found.recipients.find((one) => one.country === (wanted ?? found.likely)) ?? null;
  const to = useSignal(best?.agency ?? "");
  const purpose = useSignal("");
  const summary = useSignal("");
  const contact = useSignal("");
  const expires = useSignal("");
  const shown = clues.filter((one) => one.state === "confirmed" && one.media !== null && one.region !== null);
  const along = useSignal<ReadonlySet<number>>(new Set(shown.map((one) => one.id)));
  const busy = useSignal(false);
  const draft = async (event: Event) => {
    event.preventDefault();
    busy.value = true;
    const body: Partial<Draft> = { series, to: to.value };
    if (purpose.value.trim()) body.purpose = purpose.value.trim();
    if (summary.value.trim()) body.summary = summary.value.trim();
    if (contact.value.trim()) body.contact = contact.value.trim();
    if (expires.value) body.expires = expires.value;
    if (along.value.size < shown.length) body.clues = [...along.value];
    try {
      const { lead } = await act(() => call<LeadShown>("/api/leads", { body }));
      go(write("leads", [String(lead.id)]), { replace: true });
    } catch (error) {
      complain(error);
      busy.value = false;
    }
  };
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{t("Compose a lead on S{n}", { n: series })}</h1>
        <p class="quiet">
          {found.likely ? t("likely {country}", { country: country(found.likely) }) : t("The clues do not name a country.")}
          {" · "}
          <a href={write("where", [String(series)])}>{t("Where the series was made")}</a>
        </p>
      </header>
      <form onSubmit={(event) => void draft(event)}>
        <To value={to} recipients={found.recipients} />
        <Field label={t("Purpose")} placeholder={t("identification of the victim")} value={purpose} longest={400} />
        <label class="field">
          <span>{t("Summary: what the recipient should know first")}</span>
          <textarea maxLength={4000} value={summary.value} onInput={(event) => (summary.value = event.currentTarget.value)} />
        </label>
        <Field label={t("Whom to answer")} placeholder={t("your agency")} value={contact} longest={200} />
        <label class="field">
          <span>{t("Good until (180 days when empty)")}</span>
          <input type="date" value={expires.value} onInput={(event) => (expires.value = event.currentTarget.value)} />
        </label>
        <Along clues={shown} along={along} />
        <p class="acts">
          <button type="submit" class="primary" disabled={busy.value || !to.value}>
            {busy.value ? t("Drafting…") : t("Draft it and look at what goes out")}
          </button>
        </p>
      </form>
    </div>
  );
}

function To({ value, recipients }: { value: { value: string }; recipients: readonly Recipient[] }) {
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <label class="field">
      <span>{t("To")}</span>
      <select value={value.value} required ref={first} onChange={(event) => (value.value = event.currentTarget.value)}>
        <option value="">{t("choose…")}</option>
        {recipients.map((one) => (
          <option key={one.agency} value={one.agency} disabled={!one.confirmed}>
            {country(one.country)}: {one.name} ({one.agency}){one.confirmed ? "" : ` ${t("keys not confirmed yet")}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Field({ label, placeholder, value, longest }: { label: string; placeholder: string; value: { value: string }; longest: number }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        placeholder={placeholder}
        maxLength={longest}
        value={value.value}
        onInput={(event) => (value.value = event.currentTarget.value)}
      />
    </label>
  );
}

function Along({ clues, along }: { clues: readonly ClueShown[]; along: { value: ReadonlySet<number> } }) {
  const words = useLoaded(kinds, []).value ?? NO_KINDS;
  const toggle = (id: number) => {
    const next = new Set(along.value);
    if (!next.delete(id)) next.add(id);
    along.value = next;
  };
  return (
    <fieldset>
      <legend>{tn("{n} clue has a crop that can go along", "{n} clues have a crop that can go along", clues.length)}</legend>
      {clues.map((one) => {
        const { label, valueLabel } = labelled(words, one.kind, one.value);
        return (
          <label class="tick" key={one.id}>
            <input type="checkbox" checked={along.value.has(one.id)} onChange={() => toggle(one.id)} />
            <span>
              {label}: <Name text={valueLabel} longest={60} /> <span class="quiet small">C{one.id}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
