// My day: what came of what I worked on, what I have in hand, and how long I looked. It is nobody else's.
import { useSignal } from "@preact/signals";
import { changed, complain, doing } from "../acts";
import { call } from "../api/client";
import type { Board, Day, Outcomes, OutcomeShown, People, SeriesRow, Team } from "../api/types";
import { country, number, t, tn, when } from "../i18n";
import { useKeys } from "../keys/listen";
import { answerWord } from "../leads/words";
import { choose } from "../parts/chooser";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Loading, Trouble } from "../parts/states";
import { StatusWord } from "../parts/status";
import { prefer } from "../preferences";
import { write } from "../router";
import { may, me, operation } from "../session";
import { DAY_KEYS } from "./keys";
import { minutes } from "./pause";
import "../parts/desk.css";
import "./day.css";

export default function MyDay() {
  return (
    <div class="desk">
      <header class="desk-head">
        <h1>{t("My day")}</h1>
        <p class="quiet">{t("This page is yours alone. Nobody is measured by it.")}</p>
      </header>
      <div class="desk-columns">
        <div>
          <WhatCame />
          <InHand />
        </div>
        <aside aria-label={t("How long I looked")}>
          <Looked />
          {may("coordinator") && <TeamSums />}
        </aside>
      </div>
    </div>
  );
}

function WhatCame() {
  const found = useLoaded((signal) => call<Outcomes>("/api/me/outcomes", { signal }), [changed.value.at]);
  return (
    <section>
      <h2>{t("What came of what you worked on")}</h2>
      {found.error ? <Trouble error={found.error} again={found.again} /> : null}
      {!found.value && !found.error && <Loading />}
      {found.value?.outcomes.length === 0 && (
        <p class="quiet">{t("Nothing has come home yet. It shows here as soon as a country answers.")}</p>
      )}
      <ul class="came">
        {found.value?.outcomes.map((one) => (
          <Came key={`${one.lead} ${one.kind} ${one.at}`} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Came({ one }: { one: OutcomeShown }) {
  return (
    <li>
      <span class={one.kind === "receipt" ? "quiet" : "good"}>
        {one.kind === "receipt" ? "↙" : "●"} <strong>{answerWord(one.kind, one.outcome)}</strong>
      </span>
      <span>
        {country(one.country)}, <a href={write("leads", [String(one.lead)])}>{one.number}</a>
      </span>
      <span class="quiet">
        <a href={write("where", [String(one.series)])}>S{one.series}</a> <Name text={one.title} longest={30} />
      </span>
      <span class="quiet small">{when(one.at)}</span>
    </li>
  );
}

function InHand() {
  const handle = me.value?.handle ?? "";
  const query = { operation: operation.value?.id, claimed: handle, limit: 50 };
  const found = useLoaded((signal) => call<Board>("/api/series", { query, signal }), [handle, query.operation, changed.value.at]);
  const rows = found.value?.rows ?? [];
  useKeys(DAY_KEYS, {
    "day.hand": () => rows[0] && void handOver(rows[0]),
    "day.skip": () => rows[0] && void giveBack(rows[0]),
    "day.agree": () => document.getElementById("agreed")?.focus(),
  });
  return (
    <section>
      <h2>{t("In your hands")}</h2>
      {found.error ? <Trouble error={found.error} again={found.again} /> : null}
      {!found.value && !found.error && <Loading />}
      {found.value && rows.length === 0 && (
        <p class="quiet">
          {t("You have claimed no series.")} <a href={write("board", [], { claimed: "nobody" })}>{t("Those nobody has claimed")}</a>
        </p>
      )}
      {rows.length > 0 && (
        <>
          <table>
            <tbody>
              {rows.map((row, index) => (
                <tr key={row.id}>
                  <th scope="row">
                    <a href={write("triage", [], { series: String(row.id), show: "judged" })}>S{row.id}</a>
                  </th>
                  <td>
                    <Name text={row.title} longest={40} />
                  </td>
                  <td>
                    <StatusWord status={row.status} />
                  </td>
                  <td class="quiet">{row.category === null ? "" : t("Category {n}", { n: row.category })}</td>
                  <td class="figure">
                    <button type="button" class="bare" onClick={() => void giveBack(row)}>
                      {t("Not this one")} {index === 0 && <kbd>n</kbd>}
                    </button>{" "}
                    <button type="button" class="bare" onClick={() => void handOver(row)}>
                      {t("Hand over")} {index === 0 && <kbd>h</kbd>}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="small quiet">{t("Giving a series back or handing it over needs no reason, and none is kept.")}</p>
        </>
      )}
    </section>
  );
}

async function giveBack(row: SeriesRow): Promise<void> {
  await doing("/api/series/act", { ids: [row.id], act: "release", value: null });
}

async function handOver(row: SeriesRow): Promise<void> {
  try {
    const { officers } = await call<People>("/api/admin/people");
    const others = officers
      .filter((one) => one.handle !== me.value?.handle)
      .map((one) => ({ value: one.handle, text: one.name, hint: `${one.agency} · ${one.handle}` }));
    const to = await choose(t("To whom?"), others);
    if (to) await doing("/api/series/act", { ids: [row.id], act: "hand over", value: to });
  } catch (error) {
    complain(error);
  }
}

function Looked() {
  const found = useLoaded((signal) => call<Day>("/api/me/day", { signal }), []);
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  const { revealed_milliseconds: looked, break_minutes: agreed, break_due: due } = found.value;
  return (
    <section class="looked">
      <h2>{t("How long you looked")}</h2>
      <p class="looked-figure">
        {minutes(looked)} <span class="quiet">{t("of {agreed} minutes, in the last 24 hours", { agreed: number(agreed) })}</span>
      </p>
      <progress max={agreed} value={Math.min(agreed, looked / 60_000)} aria-label={t("Minutes of sharp pictures")} />
      {due && <p class="note note-warn">{t("The time you agreed with yourself is used up. A break is yours to take.")}</p>}
      <Agreed key={agreed} agreed={agreed} changed={found.again} />
      <p class="small quiet">
        {t("Only sharp pictures count, for as long as the key is held. Studies disagree whether blurring protects; what is known to help: knowing what came of the work, talking to colleagues, and breaks.")}
      </p>
      <p class="small quiet">
        {t("Only you see these minutes. That a picture was looked at is in the custody log, for auditors.")}
      </p>
    </section>
  );
}

function Agreed({ agreed, changed: again }: { agreed: number; changed: () => void }) {
  const typed = useSignal(String(agreed));
  const wanted = Number(typed.value);
  const fits = Number.isInteger(wanted) && wanted >= 5 && wanted <= 240;
  const keep = async (event: Event) => {
    event.preventDefault();
    await prefer({ break_minutes: wanted }).then(again, complain);
  };
  return (
    <form class="agreed" onSubmit={(event) => void keep(event)}>
      <label>
        {t("Suggest a break after")}{" "}
        <input
          id="agreed"
          type="number"
          min={5}
          max={240}
          step={5}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />{" "}
        {t("minutes")}
      </label>
      {wanted !== agreed && (
        <button type="submit" disabled={!fits}>
          {t("Keep")}
        </button>
      )}
      {!fits && <p class="bad small">{t("Between 5 and 240 minutes.")}</p>}
    </form>
  );
}

function TeamSums() {
  const found = useLoaded((signal) => call<Team>("/api/me/team", { signal }), []);
  const team = found.value;
  if (!team) return null;
  return (
    <section>
      <h2>{t("Your agency, for coordinators")}</h2>
      {team.officers === null ? (
        <p class="quiet">{t("Fewer than five officers looked in the last 24 hours: nothing is shown.")}</p>
      ) : (
        <p>
          {tn("{n} officer looked", "{n} officers looked", team.officers)}, {t("{minutes} minutes together", { minutes: minutes(team.revealed_milliseconds ?? 0) })}
        </p>
      )}
      <p class="small quiet">{t("Sums over five or more, never one person.")}</p>
    </section>
  );
}
