// The operation on one screen: what came in from whom, what runs, what was refused and why, how far the series are, which
// leads went where, and the figures. Numbers first; nothing here shows a picture.
import { useEffect } from "preact/hooks";
import { changed } from "../acts";
import { call } from "../api/client";
import { useProgress } from "../api/progress";
import type { Figures, OperationShown } from "../api/types";
import { number, t, tn, when } from "../i18n/translate";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { Empty, Loading, Trouble } from "../parts/states";
import { operation } from "../session";
import { Contributions } from "./contributions";
import { FigureList, LeadTable, Refusals, SeriesLadder } from "./parts";
import "./operation.css";

export default function Operation() {
  const shown = operation.value;
  if (!shown) {
    return (
      <Empty title={t("There is no operation yet.")}>
        {t("An administrator creates one: sightline operation create. Then material can be taken in.")}
      </Empty>
    );
  }
  return <One key={shown.id} id={shown.id} />;
}

function One({ id }: { id: number }) {
  const overview = useLoaded<OperationShown>((signal) => call(`/api/operations/${id}`, { signal }), [id]);
  const figures = useLoaded<Figures>((signal) => call(`/api/operations/${id}/figures`, { signal }), [id]);
  const jobs = useProgress(id, overview.value?.jobs, () => overview.again());
  useEffect(() => {
    if (changed.value.at > 0) overview.again();
  }, [changed.value]);
  if (!overview.value) return overview.error ? <Trouble error={overview.error} again={overview.again} /> : <Loading />;
  const { operation: brief, contributions, refused, series, leads } = overview.value;
  return (
    <article class="operation">
      <header class="operation-head">
        <h1>
          <Name text={brief.name} />
        </h1>
        <p class="quiet">
          <span class="mono">{brief.code}</span>
          {" · "}
          {t("{from} to {to}", { from: when(brief.starts, "date"), to: when(brief.ends, "date") })}
          {" · "}
          {dayOf(brief.starts, brief.ends)}
          {" · "}
          {t("host {agency}", { agency: brief.host })}
          {" · "}
          {tn("{n} agency", "{n} agencies", brief.agencies.length)}
        </p>
      </header>
      <Running jobs={jobs} />
      <div class="operation-columns">
        <div class="operation-wide">
          <Contributions rows={contributions} />
          <Refusals rows={refused} />
          <LeadTable rows={leads} />
        </div>
        <div class="operation-side">
          <SeriesLadder counts={series} />
          {figures.value ? (
            <FigureList rows={figures.value.figures} />
          ) : figures.error ? (
            <Trouble error={figures.error} again={figures.again} />
          ) : (
            <Loading what={t("Counting the figures…")} />
          )}
        </div>
      </div>
    </article>
  );
}

function Running({ jobs }: { jobs: OperationShown["jobs"] | undefined }) {
  if (!jobs) return null;
  const open = jobs.waiting + jobs.running;
  const all = open + jobs.done + jobs.failed;
  return (
    <section class="running" aria-label={t("What the machine is doing")}>
      {open > 0 ? (
        <>
          <progress max={all} value={jobs.done} aria-label={t("Jobs done")} />
          <span>
            {tn("{n} job runs", "{n} jobs run", jobs.running)}, {tn("{n} waits", "{n} wait", jobs.waiting)}
          </span>
        </>
      ) : (
        <span class="quiet">{t("Everything that came in has been worked through.")}</span>
      )}
      {jobs.failed > 0 && (
        <span class="running-failed">{tn("{n} job failed for good", "{n} jobs failed for good", jobs.failed)}</span>
      )}
      {open > 0 && <span class="quiet">{t("{done} of {all} done", { done: number(jobs.done), all: number(all) })}</span>}
    </section>
  );
}

const DAY_MS = 86_400_000;

function dayOf(starts: string, ends: string): string {
  const [first, last, today] = [Date.parse(starts), Date.parse(ends), Date.parse(new Date().toISOString().slice(0, 10))] as const;
  const all = Math.round((last - first) / DAY_MS) + 1;
  if (today < first) return tn("begins in {n} day", "begins in {n} days", Math.round((first - today) / DAY_MS));
  if (today > last) return t("over");
  return t("day {n} of {all}", { n: Math.round((today - first) / DAY_MS) + 1, all });
}
