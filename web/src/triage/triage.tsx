// Triage: a hundred thousand media as a grid of safe thumbnails, judged by one key each. What is known of a media stands
// beside it before any pixel; sharp pixels come only while the key is held.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { changed } from "../acts";
import { t } from "../i18n/translate";
import { useKeys, type Handlers } from "../keys/listen";
import { Empty, Loading, Trouble } from "../parts/states";
import { adjust, go, write } from "../router";
import type { ScreenProps } from "../screens";
import { operation } from "../session";
import { Desk } from "./desk";
import { Filters } from "./filters";
import { Inspector } from "./inspector";
import { TRIAGE_KEYS } from "./keys";
import { Reveal, startReveal, stopReveal } from "./reveal";
import type { GridQuery } from "./rows";
import "./triage.css";

const FILTERS = ["series", "contribution", "state", "kind", "verdict", "agency"] as const;

export default function Triage({ route }: ScreenProps) {
  const shown = operation.value;
  const { params } = route;
  const key = [shown?.id, ...FILTERS.map((name) => params.get(name)), params.get("show")].join("|");
  const query = useMemo(() => queryOf(shown?.id, params), [key]);
  if (!shown) return <Empty title={t("There is no operation yet.")} />;
  return <Sheet key={key} query={query} at={Number(params.get("at")) || undefined} />;
}

/** `show` says which of the judged are shown: nothing is the open ones, `judged` those too, `all` even known ones. */
function queryOf(id: number | undefined, params: ReadonlyMap<string, string>): GridQuery {
  const wanted = Object.fromEntries(FILTERS.map((name) => [name, params.get(name) || undefined]));
  const show = params.get("show") ?? "";
  return { operation: id, ...wanted, undecided: !wanted["verdict"] && show === "", known: show === "all" };
}

function Sheet({ query, at }: { query: GridQuery; at: number | undefined }) {
  const scroller = useRef<HTMLDivElement>(null);
  const desk = useMemo(() => new Desk(query, (id) => adjust({ at: id ? String(id) : "" })), [query]);
  useEffect(() => {
    const detach = desk.attach(scroller.current as HTMLElement);
    void desk.open(at);
    scroller.current?.focus({ preventScroll: true });
    return () => {
      stopReveal();
      detach();
      desk.close();
    };
  }, [desk]);
  useEffect(() => {
    const { at: turn, by, done } = changed.value;
    if (turn > 0 && by !== desk) void desk.refresh(done);
  }, [changed.value]);
  useKeys(TRIAGE_KEYS, handlers(desk));
  desk.version.value;
  const { total } = desk.rows;
  return (
    <div class="triage">
      <Filters query={query} desk={desk} />
      <div
        class="grid"
        ref={scroller}
        role="listbox"
        aria-multiselectable="true"
        aria-label={t("Media files")}
        tabIndex={0}
        onClick={(event) => clicked(desk, event)}
        onDblClick={() => openMedia(desk)}
      />
      {desk.failure.value ? (
        <div class="grid-over">
          <Trouble error={desk.failure.value} again={() => location.reload()} />
        </div>
      ) : (
        <Over desk={desk} total={total} />
      )}
      <Inspector desk={desk} />
      <Reveal />
    </div>
  );
}

function Over({ desk, total }: { desk: Desk; total: number }) {
  if (!desk.opened.value) return <div class="grid-over"><Loading /></div>;
  if (total > 0) return null;
  return (
    <div class="grid-over">
      <Empty title={t("Nothing is left to judge here.")}>{t("Change the filter to see what was judged already.")}</Empty>
    </div>
  );
}

function handlers(desk: Desk): Handlers {
  const step = (by: Parameters<Desk["step"]>[0]) => (event: KeyboardEvent) => desk.step(by, event.shiftKey);
  const category = (n: number) => () => desk.categorise(n);
  return {
    "triage.useful": () => desk.judge("useful"),
    "triage.nothing": () => desk.judge("nothing useful"),
    "triage.known": () => desk.judge("known"),
    "triage.later": () => desk.judge("later"),
    "triage.clear": () => desk.judge(null),
    "triage.category0": () => desk.categorise(null),
    "triage.category1": category(1),
    "triage.category2": category(2),
    "triage.category3": category(3),
    "triage.category4": category(4),
    "triage.category5": category(5),
    "triage.reveal": { press: () => void startReveal(desk.currentId), release: stopReveal },
    "triage.open": () => openMedia(desk),
    "triage.left": step("left"),
    "triage.right": step("right"),
    "triage.up": step("up"),
    "triage.down": step("down"),
    "triage.pageUp": step("pageUp"),
    "triage.pageDown": step("pageDown"),
    "triage.first": step("first"),
    "triage.last": step("last"),
    "triage.select": () => desk.toggle(desk.current),
    "triage.all": () => desk.selectAll(),
    "triage.none": () => desk.selectNone(),
    "triage.next": () => desk.nextOpen(),
  };
}

function clicked(desk: Desk, event: MouseEvent): void {
  const cell = (event.target as HTMLElement).closest<HTMLElement>(".cell");
  if (!cell) return;
  const index = Number(cell.id.slice("cell-".length));
  if (event.ctrlKey || event.metaKey) desk.toggle(index);
  else desk.goTo(index, event.shiftKey);
}

function openMedia(desk: Desk): void {
  if (desk.currentId !== undefined) go(write("media", [String(desk.currentId)]));
}
