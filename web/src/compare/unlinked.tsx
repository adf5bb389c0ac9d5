// Two media that nothing links yet: looked at side by side, and compared harder when asked.
import { useSignal } from "@preact/signals";

import { complain } from "../acts";
import { call } from "../api/client";
import type { DeepCompared, MediaShown } from "../api/types";
import { t } from "../i18n";
import { useKeys } from "../keys/listen";
import { useLoaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";
import { go, write } from "../router";
import { COMPARE_KEYS } from "./keys";
import { Button } from "./reason";
import { Sides, useSides } from "./sides";

export function Unlinked({ left, right }: { left: string; right: string }) {
  const found = useLoaded(
    (signal) => Promise.all([left, right].map((one) => call<MediaShown>(`/api/media/${encodeURIComponent(one)}`, { signal }))),
    [left, right],
  );
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  const [a, b] = found.value ?? [];
  return a && b ? <Two a={a} b={b} /> : <Loading />;
}

function Two({ a, b }: { a: MediaShown; b: MediaShown }) {
  const [left, right] = [place(a), place(b)];
  const sides = useSides(left, right);
  const busy = useSignal(false);
  const said = useSignal<string | null>(null);
  const deep = async () => {
    if (busy.peek()) return;
    busy.value = true;
    try {
      const done = await call<DeepCompared>("/api/compare", { body: { left: String(a.id), right: String(b.id) } });
      said.value = done.said;
      if (done.link) go(write("compare", [String(done.link.id)]), { replace: true });
    } catch (error) {
      complain(error);
    } finally {
      busy.value = false;
    }
  };
  useKeys(COMPARE_KEYS, {
    "compare.reveal": { press: sides.press, release: sides.release },
    "compare.together": () => (sides.together.value = !sides.together.value),
    "compare.flip": sides.flip,
    "compare.turn": sides.turn,
    "compare.back": () => history.back(),
    "compare.deep": () => void deep(),
    "compare.like": sides.like,
  });
  return (
    <div class="compare">
      <header class="reason">
        <div class="said">
          <h1>{said.value ?? t("Nothing links these two yet")}</h1>
          <p class="quiet">{t("A deep compare looks from many simulated sides; it takes some seconds and keeps what it finds.")}</p>
        </div>
        <p class="inline">
          <Button id="compare.deep" look="" pressed={undefined} busy={busy.value} onPress={() => void deep()} />
        </p>
      </header>
      <Sides sides={sides} left={left} right={right} evidence={null} />
    </div>
  );
}

function place(media: MediaShown): { media: number; seconds: number | null; series: number[] } {
  return { media: media.id, seconds: media.kind === "video" ? 0 : null, series: media.series };
}
