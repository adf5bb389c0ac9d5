// Taking media out of a series into a new one.
import { useSignal, type Signal } from "@preact/signals";

import { doing } from "../acts";
import type { SeriesShown } from "../api/types";
import { t, tn } from "../i18n";
import { Thumb } from "./queue";

export function Split({ series: { series, media }, open }: { series: SeriesShown; open: Signal<boolean> }) {
  const taken = useSignal<ReadonlySet<number>>(new Set());
  const title = useSignal("");
  const toggle = (id: number) => {
    const next = new Set(taken.value);
    if (!next.delete(id)) next.add(id);
    taken.value = next;
  };
  const ready = taken.value.size > 0 && taken.value.size < media.length && title.value.trim() !== "";
  const send = async () => {
    const body = { media: [...taken.value], title: title.value.trim() };
    if (!(await doing(`/api/series/${series.id}/split`, body))) return;
    taken.value = new Set();
    title.value = "";
    open.value = false;
  };
  return (
    <details open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        {t("Split media off")} <kbd>s</kbd>
      </summary>
      {media.length < 2 ? (
        <p class="quiet">{t("A series of one cannot be split.")}</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) void send();
          }}
        >
          <ul class="pick">
            {media.map((one) => (
              <li key={one.id}>
                <label>
                  <input type="checkbox" checked={taken.value.has(one.id)} onChange={() => toggle(one.id)} />
                  <Thumb media={one.id} seconds={null} />
                  <span class="small">{t("media {number}", { number: one.id })}</span>
                </label>
              </li>
            ))}
          </ul>
          <label class="title">
            <span class="small quiet">{t("Title of the new series")}</span>
            <input type="text" maxLength={200} value={title.value} onInput={(event) => (title.value = event.currentTarget.value)} />
          </label>
          <p class="inline">
            <button type="submit" disabled={!ready}>
              {tn("Split {n} media off", "Split {n} media off", taken.value.size)}
            </button>
          </p>
        </form>
      )}
    </details>
  );
}
