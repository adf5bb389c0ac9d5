// One series and those linked to it, with why; and what a person does about it: merge, split, and both taken back.
import { visible } from "../parts/name";
import { useSignal } from "@preact/signals";

import { changed, doing } from "../acts";
import { call } from "../api/client";
import type { Edge, Graph as Found, SeriesRow, SeriesShown } from "../api/types";
import { address } from "../compare/address";
import { StrengthBadge } from "../compare/strength";
import { kindWord } from "../compare/words";
import { country, t, tn, when } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";
import { StatusWord } from "../parts/status";
import { adjust, go, write } from "../router";
import { bundled, essential, type Bundle } from "./bundle";
import { Graph, type Node } from "./graph";
import { LINKS_KEYS } from "./keys";
import { Split } from "./split";

const MOST = 24;

export function Neighbourhood({ series, depth }: { series: number; depth: number }) {
  const found = useLoaded(
    (signal) => call<Found>(`/api/series/${series}/graph`, { query: { depth, most: MOST }, signal }),
    [series, depth, changed.value.at],
  );
  const whole = useLoaded((signal) => call<SeriesShown>(`/api/series/${series}`, { signal }), [series, changed.value.at]);
  const chosen = useSignal<number | null>(null);
  const picked = useSignal<string | null>(null);
  const all = useSignal(false);
  const splitting = useSignal(false);
  const graph = found.value;
  const other = chosen.value !== null && chosen.value !== series ? chosen.value : null;
  const merge = () => {
    if (other !== null) void doing(`/api/series/${series}/merge`, { other }).then(() => (chosen.value = null));
  };
  const wider = () => adjust({ depth: depth === 1 ? "2" : "" });
  useKeys(LINKS_KEYS, {
    "links.judge": () => go(write("compare", [], { series: String(series) })),
    "links.where": () => go(write("where", [String(series)])),
    "links.merge": merge,
    "links.split": () => (splitting.value = true),
    "links.wider": wider,
  });
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!graph) return <Loading />;
  const bundles = bundled(graph.edges);
  const drawn = all.value ? bundles : essential(bundles, [series, chosen.value ?? series]);
  const bundle = drawn.find((one) => pair(one) === picked.value) ?? null;
  const row = graph.nodes.find((one) => one.id === (other ?? series));
  return (
    <div class="neighbourhood">
      <header>
        <h1>
          S{series} <small translate={false}>{visible(graph.nodes.find((one) => one.id === series)?.title ?? "")}</small>
        </h1>
        <p class="quiet" role="status">
          {tn("{n} series drawn", "{n} series drawn", graph.nodes.length)}
          {graph.hidden > 0 && `; ${tn("{n} more is linked and not drawn", "{n} more are linked and not drawn", graph.hidden)}`}
        </p>
        <p class="right">
          <button type="button" aria-pressed={depth > 1} onClick={wider}>
            {t("Two steps away")} <kbd>z</kbd>
          </button>
          <a href={write("compare", [], { series: String(series) })}>{t("Judge what waits here")}</a>
          <a href={write("where", [String(series)])}>{t("Where")}</a>
        </p>
      </header>
      <div class="drawing">
        {graph.nodes.length < 2 && <p class="quiet">{t("Nothing links this series to another one yet.")}</p>}
        <div class="canvas" translate={false}>
        <Graph
          middle={series}
          nodes={graph.nodes.map(node)}
          bundles={drawn}
          chosen={chosen.value ?? series}
          chosenBundle={bundle}
          onChosen={(id) => {
            chosen.value = id;
            picked.value = null;
          }}
          onBundle={(one) => (picked.value = pair(one))}
          onOpen={(id) => go(write("links", [String(id)]))}
        />
        </div>
        <p class="quiet small">
          {drawn.length < bundles.length && tn("{n} weaker bond among the others is not drawn.", "{n} weaker bonds among the others are not drawn.", bundles.length - drawn.length)}{" "}
          {(all.value || drawn.length < bundles.length) && (
            <button type="button" class="bare" aria-pressed={all.value} onClick={() => (all.value = !all.value)}>
              {t("Draw all bonds")}
            </button>
          )}
        </p>
        <Legend />
      </div>
      <aside aria-label={t("What is chosen")}>
        {bundle ? bundle.edges.map((edge) => <EdgeCard key={edge.kind} edge={edge} />) : row && <SeriesCard row={row} middle={row.id === series} onMerge={merge} into={series} />}
        <BondList bundles={drawn} onBundle={(one) => (picked.value = pair(one))} />
        {whole.value && (
          <>
            <Split series={whole.value} open={splitting} />
            <History series={whole.value} />
          </>
        )}
      </aside>
    </div>
  );
}

function pair(bundle: Bundle): string {
  return `${bundle.a}-${bundle.b}`;
}

function node(row: SeriesRow): Node {
  return { id: row.id, title: row.title, status: row.status, media: row.media, hidden: 0 };
}

function EdgeCard({ edge }: { edge: Edge }) {
  return (
    <section>
      <h2>
        S{edge.left} ↔ S{edge.right}: {kindWord(edge.kind)}
      </h2>
      <p>
        <StrengthBadge strength={edge.strength} />
      </p>
      <p translate={false}>{edge.why}</p>
      <p class="quiet">
        {tn("{n} link", "{n} links", edge.links)}: {t("{confirmed} confirmed, {rejected} rejected, {waiting} to judge", edge as unknown as Record<string, number>)}
      </p>
      <a href={address(edge.best, null)}>{t("Compare the strongest")}</a>
    </section>
  );
}

function SeriesCard({ row, middle, onMerge, into }: { row: SeriesRow; middle: boolean; onMerge: () => void; into: number }) {
  return (
    <section>
      <h2>
        S{row.id} <small translate={false}>{visible(row.title)}</small>
      </h2>
      <p class="quiet">
        <StatusWord status={row.status} /> · {tn("{n} media", "{n} media", row.media)} · <span translate={false}>{row.agencies.join(", ")}</span>
        {row.country && ` · ${t("likely {country}", { country: country(row.country) })}`}
      </p>
      {!middle && (
        <p class="inline">
          <a href={write("links", [String(row.id)])}>{t("Put in the middle")}</a>
          <button type="button" onClick={onMerge}>
            {t("Merge into S{number}", { number: into })} <kbd>g</kbd>
          </button>
        </p>
      )}
    </section>
  );
}

function BondList({ bundles, onBundle }: { bundles: readonly Bundle[]; onBundle: (bundle: Bundle) => void }) {
  if (!bundles.length) return null;
  return (
    <details open={bundles.length < 9}>
      <summary>{tn("{n} bond, as a list", "{n} bonds, as a list", bundles.length)}</summary>
      <ul>
        {bundles.map((bundle) => (
          <li key={pair(bundle)}>
            <button type="button" class="plain" onClick={() => onBundle(bundle)}>
              <span>
                S{bundle.a} ↔ S{bundle.b} {kindWord(bundle.edges[0].kind)}
              </span>
              <StrengthBadge strength={bundle.edges[0].strength} />
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function History({ series }: { series: SeriesShown }) {
  if (!series.history.length) return null;
  return (
    <details>
      <summary>{t("History")}</summary>
      <ol>
        {[...series.history].reverse().map((event) => (
          <li key={event.id}>
            <span translate={false}>{event.act}</span> <small class="quiet" translate={false}>{`${event.officer}, ${when(event.at)}`}</small>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Legend() {
  const line = (look: string) => (
    <svg viewBox="0 0 30 8" width="30" height="8" class={`edge ${look}`} aria-hidden="true">
      <path class="line" d="M0 4H30" />
    </svg>
  );
  return (
    <ul class="legend">
      <li>
        {line("verified")} {t("verified")}
      </li>
      <li>
        {line("possible")} {t("possible")}
      </li>
      <li>
        {line("similar-look-only")} {t("similar look only")}
      </li>
      <li>
        {line("verified by-person")} {t("confirmed by a person")}
      </li>
    </ul>
  );
}
