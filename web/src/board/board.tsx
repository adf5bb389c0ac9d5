// The board: every series of the operation in one table that stays quick at any length. What a series is (status, category,
// tags) is read here, before anybody sees a picture of it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { changed } from "../acts";
import type { BoardAct, SeriesRow } from "../api/types";
import { t, tn } from "../i18n/translate";
import { useKeys, type Handlers } from "../keys/listen";
import { Empty, Loading, Trouble } from "../parts/states";
import { placed } from "../parts/placed";
import { adjust, go, write } from "../router";
import type { ScreenProps } from "../screens";
import { operation } from "../session";
import { perform } from "./acts";
import { BoardFilters } from "./filters";
import { BOARD_KEYS } from "./keys";
import { BoardList, type BoardQuery } from "./list";
import { HeadRow, SeriesLine } from "./line";
import "./board.css";

export const LINE_HEIGHT = 34;
const FILTERS = ["status", "tag", "category", "country", "agency", "claimed", "text", "sort"] as const;

export default function Board({ route }: ScreenProps) {
  const shown = operation.value;
  const { params } = route;
  const key = [shown?.id, ...FILTERS.map((name) => params.get(name))].join("|");
  const query = useMemo<BoardQuery>(
    () => ({ operation: shown?.id, ...Object.fromEntries(FILTERS.map((name) => [name, params.get(name) || undefined])) }),
    [key],
  );
  if (!shown) return <Empty title={t("There is no operation yet.")} />;
  return <Table query={query} at={Number(params.get("at")) || undefined} />;
}

function Table({ query, at }: { query: BoardQuery; at: number | undefined }) {
  const list = useMemo(() => new BoardList(query), [query]);
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const [current, setCurrent] = useState(0);
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  useEffect(() => {
    const element = scroller.current as HTMLDivElement;
    const resize = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    resize.observe(element);
    return () => resize.disconnect();
  }, []);
  useEffect(() => {
    list.want(0, 1);
    setSelected(new Set());
    scroller.current?.focus({ preventScroll: true });
    return () => list.close();
  }, [list]);
  useEffect(() => {
    if (changed.value.at > 0) list.again();
  }, [changed.value]);
  list.version.value;
  const first = Math.max(0, Math.floor(view.top / LINE_HEIGHT) - 4);
  const last = Math.min(Math.max(list.total, 0), Math.ceil((view.top + view.height) / LINE_HEIGHT) + 4);
  useEffect(() => list.want(first, last), [list, first, last, list.total]);
  useEffect(() => {
    const found = at === undefined ? -1 : list.indexOf(at);
    if (found >= 0 && found !== current) moveTo(found, false, false);
  }, [list.total >= 0]);

  const moveTo = (index: number, extend: boolean, tell = true): void => {
    const next = Math.max(0, Math.min(index, list.total - 1));
    const element = scroller.current as HTMLDivElement;
    const top = next * LINE_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    const low = top + 2 * LINE_HEIGHT - element.clientHeight;
    if (low > element.scrollTop) element.scrollTop = low;
    if (extend) setSelected(withRange(selected, list, current, next));
    setCurrent(next);
    const row = list.at(next);
    if (tell && row) adjust({ at: String(row.id) });
  };
  const chosen = (): SeriesRow[] => {
    const rows = [...selected].map((id) => list.at(list.indexOf(id))).filter((row) => row !== undefined);
    const here = list.at(current);
    return rows.length ? rows : here ? [here] : [];
  };
  const toggle = (id: number): void => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  const page = Math.max(1, Math.floor(view.height / LINE_HEIGHT) - 1);
  const by = (step: number) => (event: KeyboardEvent) => moveTo(current + step, event.shiftKey);
  const doing = (act: BoardAct) => () => void perform(act, list, chosen()).then(() => setSelected(new Set()));
  const open = (screen: string) => () => {
    const row = list.at(current);
    if (row) go(screen === "triage" ? write("triage", [], { series: String(row.id), show: "judged" }) : write(screen, [String(row.id)]));
  };
  const handlers: Handlers = {
    "board.down": by(1),
    "board.up": by(-1),
    "board.pageDown": by(page),
    "board.pageUp": by(-page),
    "board.first": by(-Infinity),
    "board.last": by(Infinity),
    "board.open": open("triage"),
    "board.where": open("where"),
    "board.links": open("links"),
    "board.claim": doing("claim"),
    "board.release": doing("release"),
    "board.handOver": doing("hand over"),
    "board.status": doing("status"),
    "board.tag": doing("tag"),
    "board.untag": doing("untag"),
    "board.category": doing("category"),
    "board.select": () => {
      const row = list.at(current);
      if (row) toggle(row.id);
    },
    "board.all": () => setSelected(withRange(new Set(), list, 0, list.total - 1)),
    "board.none": () => setSelected(new Set()),
    "board.find": () => document.getElementById("board-find")?.focus(),
  };
  useKeys(BOARD_KEYS, handlers);

  const lines = [];
  for (let index = first; index < last; index += 1) {
    lines.push(
      <SeriesLine
        key={index}
        index={index}
        row={list.at(index)}
        current={index === current}
        selected={selected.has(list.at(index)?.id ?? -1)}
        onPick={(event) => {
          const row = list.at(index);
          if (row && (event.ctrlKey || event.metaKey)) toggle(row.id);
          else moveTo(index, event.shiftKey);
        }}
        onOpen={open("triage")}
      />,
    );
  }
  return (
    <div class="board">
      <BoardFilters query={query} tags={list.tags}>
        {selected.size > 0 ? tn("{n} selected", "{n} selected", selected.size) : list.total >= 0 && tn("{n} series", "{n} series", list.total)}
      </BoardFilters>
      <div
        class="board-table"
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={t("Series")}
        aria-rowcount={list.total + 1}
        aria-multiselectable="true"
        aria-activedescendant={list.at(current) ? `series-${current}` : undefined}
        onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
      >
        <HeadRow sort={String(query["sort"] ?? "number")} />
        <div class="board-body" role="rowgroup" ref={placed({ height: `${Math.max(list.total, 0) * LINE_HEIGHT}px` })}>
          {lines}
        </div>
        {list.failure.value ? <Trouble error={list.failure.value} again={() => list.again()} /> : null}
        {list.total < 0 && !list.failure.value && <Loading />}
        {list.total === 0 && <Empty title={t("No series fits this filter.")} />}
      </div>
    </div>
  );
}

function withRange(start: ReadonlySet<number>, list: BoardList, from: number, to: number): ReadonlySet<number> {
  const next = new Set(start);
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const row = list.at(index);
    if (row) next.add(row.id);
  }
  return next;
}
