// What the board shows; all of it is in the address.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate";
import { STATUSES } from "../parts/status";
import { SavedViews } from "../parts/views";
import { adjust } from "../router";
import { me, operation } from "../session";
import { Choice } from "../parts/choice";
import type { BoardQuery } from "./list";

const TYPING_MS = 200;

export function BoardFilters(props: { query: BoardQuery; tags: Readonly<Record<string, number>>; children: ComponentChildren }) {
  const { query, tags } = props;
  const put = (name: string) => (value: string) => adjust({ [name]: value, at: "" });
  const value = (name: string) => String(query[name] ?? "");
  const mine = me.value?.handle ?? "";
  return (
    <div class="bar" role="toolbar" aria-label={t("What is shown")}>
      <Find text={value("text")} />
      <Choice label={t("Status")} value={value("status")} onChange={put("status")} options={[
        ["", t("any")],
        ...Object.entries(STATUSES).map(([status, about]) => [status, about.word()] as const),
      ]} />
      <Choice label={t("Tag")} value={value("tag")} onChange={put("tag")} options={[
        ["", t("any")],
        ...Object.entries(tags).map(([tag, count]) => [tag, `${tag} (${count})`] as const),
      ]} />
      <Choice label={t("From")} value={value("agency")} onChange={put("agency")} options={[
        ["", t("anybody")],
        ...(operation.value?.agencies ?? []).map((code) => [code, code] as const),
      ]} />
      <Choice label={t("Claimed by")} value={value("claimed")} onChange={put("claimed")} options={[
        ["", t("anybody or nobody")],
        [mine, t("me")],
        ["nobody", t("nobody")],
      ]} />
      <SavedViews screen="board" />
      <p class="bar-count" role="status">
        {props.children}
      </p>
    </div>
  );
}

function Find({ text }: { text: string }) {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => adjust({ text: typed, at: "" }), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <input
      id="board-find"
      type="search"
      class="find"
      placeholder={t("Title or S12")}
      aria-label={t("Find a series")}
      value={typed}
      onInput={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === "Escape") document.querySelector<HTMLElement>(".board-table")?.focus();
      }}
    />
  );
}
