// What can be done to one series or many: each is one act, taken back by one key.
import { doing } from "../acts";
import { call } from "../api/client";
import type { BoardAct, People, SeriesRow, Status } from "../api/types";
import { t } from "../i18n/translate";
import { choose } from "../parts/chooser";
import { STATUSES } from "../parts/status";
import { me } from "../session";
import type { BoardList } from "./list";

export async function perform(act: BoardAct, list: BoardList, rows: readonly SeriesRow[]): Promise<void> {
  if (rows.length === 0) return;
  const value = await VALUES[act](list, rows);
  if (value === undefined) return;
  await doing("/api/series/act", { ids: rows.map((row) => row.id), act, value: value === "" ? null : value });
}

/** What each act needs to know: nothing is the empty text, and undefined is a change of mind. */
const VALUES: Readonly<Record<BoardAct, (list: BoardList, rows: readonly SeriesRow[]) => Promise<string | undefined>>> = {
  claim: async () => "",
  release: async () => "",
  status: () =>
    choose(
      t("Which status?"),
      Object.entries(STATUSES)
        .filter(([status]) => status !== "merged")
        .map(([status, about]) => ({ value: status as Status, text: about.word() })),
    ),
  tag: (list) => choose(t("Which tag? A new one may be typed."), counted(list.tags), true),
  untag: (_list, rows) => choose(t("Which tag goes?"), [...new Set(rows.flatMap((row) => row.tags))].map(plain)),
  category: async () => {
    const none = { value: "none", text: t("none") };
    const picked = await choose(t("Which VICS category?"), [..."12345"].map((n) => ({ value: n, text: t("Category {n}", { n }) })).concat(none));
    return picked === "none" ? "" : picked;
  },
  "hand over": async () => choose(t("To whom?"), await colleagues(), true),
};

function counted(tags: Readonly<Record<string, number>>) {
  return Object.entries(tags).map(([tag, count]) => ({ value: tag, text: tag, hint: String(count) }));
}

function plain(text: string) {
  return { value: text, text };
}

/** The officers whom the user may see; typed by hand where there is no list. */
async function colleagues() {
  try {
    const { officers } = await call<People>("/api/admin/people");
    return officers
      .filter((one) => one.handle !== me.value?.handle)
      .map((one) => ({ value: one.handle, text: one.name, hint: `${one.agency} · ${one.handle}` }));
  } catch {
    return [];
  }
}
