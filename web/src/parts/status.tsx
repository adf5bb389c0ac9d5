// A series' status: always a word; its group of the ladder is told by a mark and a shade.
import type { Status } from "../api/types";
import { t } from "../i18n/translate";

type Group = "new" | "work" | "found" | "out" | "done";

interface About {
  readonly group: Group;
  readonly word: () => string;
}

/** In the order of the ladder. */
export const STATUSES: Readonly<Record<Status, About>> = {
  received: { group: "new", word: () => t("received") },
  "known elsewhere": { group: "done", word: () => t("known elsewhere") },
  open: { group: "work", word: () => t("open") },
  analysed: { group: "work", word: () => t("analysed") },
  located: { group: "found", word: () => t("located") },
  "probable identification": { group: "found", word: () => t("probable identification") },
  referred: { group: "out", word: () => t("referred") },
  acknowledged: { group: "out", word: () => t("acknowledged") },
  "not ours": { group: "out", word: () => t("not ours") },
  "in work": { group: "out", word: () => t("in work") },
  "positive identification": { group: "found", word: () => t("positive identification") },
  safeguarded: { group: "done", word: () => t("safeguarded") },
  "adult now": { group: "done", word: () => t("adult now") },
  deceased: { group: "done", word: () => t("deceased") },
  cold: { group: "work", word: () => t("cold") },
  merged: { group: "done", word: () => t("merged") },
};

const MARKS: Readonly<Record<Group, string>> = { new: "○", work: "◐", found: "◉", out: "↗", done: "■" };

export function StatusWord({ status }: { status: Status }) {
  const about = STATUSES[status];
  return (
    <span class="status" data-group={about.group}>
      <span aria-hidden="true">{MARKS[about.group]}</span> {about.word()}
    </span>
  );
}
