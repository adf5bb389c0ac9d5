// What the grid shows, as plain controls; every one of them is in the address. Views can be kept under a name.
import { adjust } from "../router";
import { number, t, tn } from "../i18n/translate";
import { Choice } from "../parts/choice";
import { SavedViews } from "../parts/views";
import type { Desk } from "./desk";
import type { GridQuery } from "./rows";
import { VERDICTS } from "./verdicts";

export function Filters({ query, desk }: { query: GridQuery; desk: Desk }) {
  desk.version.value;
  const show = query["known"] ? "all" : query["undecided"] ? "" : "judged";
  return (
    <div class="bar" role="toolbar" aria-label={t("What is shown")}>
      <Choice label={t("Show")} value={String(query["verdict"] ?? "") || show} onChange={showOnly} options={[
        ["", t("not judged yet")],
        ["judged", t("judged too")],
        ["all", t("known ones too")],
        ...Object.entries(VERDICTS).map(([name, one]) => [name, t("only: {what}", { what: one.word() })] as const),
      ]} />
      <Choice label={t("Kind")} value={String(query["kind"] ?? "")} onChange={(kind) => adjust({ kind, at: "" })} options={[
        ["", t("any")],
        ["image", t("pictures")],
        ["video", t("videos")],
      ]} />
      <Choice label={t("State")} value={String(query["state"] ?? "")} onChange={(state) => adjust({ state, at: "" })} options={[
        ["", t("any")],
        ["examined", t("examined")],
        ["received", t("waits to be examined")],
        ["refused", t("refused")],
      ]} />
      {(["series", "contribution", "agency"] as const).map((name) => query[name] && <Chip key={name} name={name} value={String(query[name])} />)}
      <SavedViews screen="triage" />
      <p class="bar-count" role="status">
        {desk.selected.size > 0
          ? tn("{n} selected", "{n} selected", desk.selected.size)
          : desk.opened.value && tn("{n} media file", "{n} media files", desk.rows.total)}
      </p>
    </div>
  );
}

function showOnly(value: string): void {
  if (value in VERDICTS) adjust({ verdict: value, show: "", at: "" });
  else adjust({ verdict: "", show: value, at: "" });
}

const CHIPS = {
  series: (value: string) => t("Series S{n}", { n: value }),
  contribution: (value: string) => t("Contribution {n}", { n: number(Number(value)) }),
  agency: (value: string) => t("From {agency}", { agency: value }),
} as const;

function Chip({ name, value }: { name: keyof typeof CHIPS; value: string }) {
  const text = CHIPS[name](value);
  return (
    <button type="button" class="chip" aria-label={t("Take away: {what}", { what: text })} onClick={() => adjust({ [name]: "", at: "" })}>
      {text} <span aria-hidden="true">×</span>
    </button>
  );
}
