// One line of the board, and its head.
import type { SeriesRow } from "../api/types";
import { country, number, t, when } from "../i18n/translate";
import { Name } from "../parts/name";
import { placed } from "../parts/placed";
import { StatusWord } from "../parts/status";
import { adjust } from "../router";
import { LINE_HEIGHT } from "./board";

const COLUMNS: readonly { name: string; title: () => string; sort?: string; figure?: boolean }[] = [
  { name: "number", title: () => t("Series"), sort: "number" },
  { name: "title", title: () => t("Title"), sort: "title" },
  { name: "status", title: () => t("Status"), sort: "status" },
  { name: "category", title: () => t("Cat.") },
  { name: "media", title: () => t("Media"), sort: "media", figure: true },
  { name: "clues", title: () => t("Clues"), figure: true },
  { name: "country", title: () => t("Likely country"), sort: "country" },
  { name: "agencies", title: () => t("From") },
  { name: "tags", title: () => t("Tags") },
  { name: "claimed", title: () => t("Claimed by") },
];

export function HeadRow({ sort }: { sort: string }) {
  return (
    <div class="line line-head" role="row">
      {COLUMNS.map((one) => (
        <span
          key={one.name}
          class={`c-${one.name} ${one.figure ? "c-figure" : ""}`}
          role="columnheader"
          aria-sort={one.sort === sort ? (sort === "media" ? "descending" : "ascending") : undefined}
        >
          {one.sort ? (
            <button type="button" class="bare" tabIndex={-1} onClick={() => adjust({ sort: one.sort, at: "" })}>
              {one.title()}
              {one.sort === sort && <span aria-hidden="true"> {sort === "media" ? "↓" : "↑"}</span>}
            </button>
          ) : (
            one.title()
          )}
        </span>
      ))}
    </div>
  );
}

interface LineProps {
  readonly index: number;
  readonly row: SeriesRow | undefined;
  readonly current: boolean;
  readonly selected: boolean;
  readonly onPick: (event: MouseEvent) => void;
  readonly onOpen: () => void;
}

export function SeriesLine({ index, row, current, selected, onPick, onOpen }: LineProps) {
  return (
    <div
      id={`series-${index}`}
      class={`line ${current ? "line-current" : ""} ${selected ? "line-selected" : ""}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      ref={placed({ transform: `translateY(${index * LINE_HEIGHT}px)` })}
      onClick={onPick}
      onDblClick={onOpen}
    >
      {row ? <Cells row={row} selected={selected} /> : <span role="gridcell" class="quiet">…</span>}
    </div>
  );
}

function Cells({ row, selected }: { row: SeriesRow; selected: boolean }) {
  return (
    <>
      <span role="gridcell" class="c-number">
        <span class="line-tick" aria-hidden="true">{selected ? "✓" : ""}</span>S{row.id}
      </span>
      <span role="gridcell" class="c-title" title={t("since {when}", { when: when(row.created_at, "date") })}>
        <Name text={row.title} longest={48} />
      </span>
      <span role="gridcell" class="c-status">
        <StatusWord status={row.status} />
      </span>
      <span role="gridcell" class="c-category">{row.category ?? ""}</span>
      <span role="gridcell" class="c-media c-figure">{number(row.media)}</span>
      <span role="gridcell" class="c-clues c-figure">
        {number(row.clues)}
        {row.clues_waiting > 0 && (
          <span class="waits" title={t("proposed by a machine, judged by nobody yet")}>
            {" "}
            +{number(row.clues_waiting)}
          </span>
        )}
      </span>
      <span role="gridcell" class="c-country">{row.country ? country(row.country) : <span class="quiet">{t("not known")}</span>}</span>
      <span role="gridcell" class="c-agencies quiet" translate={false}>{row.agencies.join(" ")}</span>
      <span role="gridcell" class="c-tags">
        {row.tags.map((tag) => (
          <span key={tag} class="tag">
            <Name text={tag} longest={24} />
          </span>
        ))}
      </span>
      <span role="gridcell" class="c-claimed" translate={false}>{row.claimed_by ?? ""}</span>
    </>
  );
}
