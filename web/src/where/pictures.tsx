// What a person looks at before they vote: the pictures of the series, safe, each one step from its own screen.
import { call } from "../api/client";
import type { SeriesShown } from "../api/types";
import { t } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { write } from "../router";

const SHOWN = 14;

export function Pictures({ series }: { series: number }) {
  const found = useLoaded((signal) => call<SeriesShown>(`/api/series/${series}`, { signal }), [series]);
  const media = found.value?.media.filter((one) => one.state === "examined").slice(0, SHOWN) ?? [];
  return (
    <ul class="evidence" aria-label={t("Pictures of the series")}>
      {media.map((one) => (
        <li key={one.id}>
          <a href={write("media", [String(one.id)], { series: String(series) })} aria-label={t("media {number}", { number: one.id })}>
            <img src={`/api/media/${one.id}/safe`} alt="" width={160} height={120} loading="lazy" />
          </a>
        </li>
      ))}
    </ul>
  );
}
