// Two media side by side, what agrees drawn on both, and one key for the verdict. The next pair is there already.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { act, changed, complain, undo } from "../acts";
import { call } from "../api/client";
import type { DeepCompared, LinkDone, Links, LinkShown } from "../api/types";
import { t } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Empty, Loading, Trouble } from "../parts/states";
import { toast } from "../parts/toast";
import { go, write } from "../router";
import type { ScreenProps } from "../screens";
import { address } from "./address";
import { COMPARE_KEYS } from "./keys";
import { forget, pair, preload } from "./pairs";
import { Reason } from "./reason";
import { Sides, useSides } from "./sides";
import { Unlinked } from "./unlinked";
import { verdictWord, type Verdict } from "./words";
import "../viewer/viewer.css";
import "./compare.css";

export default function CompareScreen({ route }: ScreenProps) {
  const id = Number(route.parts[0]);
  const series = Number(route.params.get("series")) || null;
  const [left, right] = [route.params.get("left"), route.params.get("right")];
  if (id) return <Judged key={id} id={id} series={series} />;
  if (left && right) return <Unlinked left={left} right={right} />;
  return <First series={series} />;
}

/** No pair named: the strongest that waits. */
function First({ series }: { series: number | null }) {
  const found = useLoaded(
    (signal) => call<Links>("/api/links", { query: { undecided: true, limit: 1, series: series ?? undefined }, signal }),
    [series],
  );
  const first = found.value?.links[0];
  useEffect(() => {
    if (first) go(address(first.id, series), { replace: true });
  }, [first]);
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (found.value && !first) return <Nothing series={series} />;
  return <Loading />;
}

function Nothing({ series }: { series: number | null }) {
  return (
    <Empty title={t("No pair waits for a verdict")}>
      {t("Machines propose pairs while they work.")}{" "}
      {series !== null && <a href={write("links", [String(series)])}>{t("Links of S{number}", { number: series })}</a>}
    </Empty>
  );
}

function Judged({ id, series }: { id: number; series: number | null }) {
  const found = useLoaded(() => pair(id, series), [id, series, changed.value.at]);
  const next = found.value?.next ?? null;
  useEffect(() => {
    if (next !== null) void preload(next, series).catch(() => undefined);
  }, [next]);
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  return <Pair shown={found.value} series={series} />;
}

function Pair({ shown, series }: { shown: LinkShown; series: number | null }) {
  const { link } = shown;
  const sides = useSides(link.left, link.right);
  const busy = useSignal(false);
  const onward = (next: number | null) => go(next === null ? write("compare", [], { series: series ? String(series) : undefined }) : address(next, series));

  const judge = async (verdict: Verdict) => {
    if (busy.peek()) return;
    busy.value = true;
    try {
      const body = { ids: [link.id], verdict, series };
      const done = await act(() => call<LinkDone>("/api/links/verdict", { body }));
      forget(link.id);
      changed.value = { at: changed.value.at + 1, by: undefined, done: undefined };
      toast({
        text: t("L{number}: {verdict}", { number: link.id, verdict: verdictWord(verdict) }),
        undo: () => {
          forget(link.id);
          void undo().then(() => go(address(link.id, series)));
        },
      });
      onward(done.next);
    } catch (error) {
      complain(error);
    } finally {
      busy.value = false;
    }
  };
  const deep = async () => {
    if (busy.peek()) return;
    busy.value = true;
    try {
      const body = { left: String(link.left.media), right: String(link.right.media) };
      const done = await call<DeepCompared>("/api/compare", { body });
      toast({ text: done.said });
      forget(link.id);
      if (done.link && done.link.id !== link.id) go(address(done.link.id, series));
      else changed.value = { at: changed.value.at + 1, by: undefined, done: undefined };
    } catch (error) {
      complain(error);
    } finally {
      busy.value = false;
    }
  };
  useKeys(COMPARE_KEYS, {
    "compare.reveal": { press: sides.press, release: sides.release },
    "compare.same": () => void judge("confirmed"),
    "compare.not": () => void judge("rejected"),
    "compare.unsure": () => void judge("unsure"),
    "compare.next": () => onward(shown.next),
    "compare.back": () => history.back(),
    "compare.points": () => (sides.drawn.value = !sides.drawn.value),
    "compare.together": () => (sides.together.value = !sides.together.value),
    "compare.flip": sides.flip,
    "compare.turn": sides.turn,
    "compare.deep": () => void deep(),
    "compare.like": sides.like,
  });
  return (
    <div class="compare">
      <Reason shown={shown} busy={busy.value} onVerdict={(verdict) => void judge(verdict)} onDeep={() => void deep()} onNext={() => onward(shown.next)} />
      <Sides sides={sides} left={link.left} right={link.right} evidence={shown} />
    </div>
  );
}
