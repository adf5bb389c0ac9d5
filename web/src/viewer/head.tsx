// What this media is, in one line, before any pixel.
import type { MediaShown } from "../api/types";
import { number, t } from "../i18n";
import { Name } from "../parts/name";
import { write } from "../router";
import { clock } from "./strip";
import type { Turning } from "./turning";

interface Props {
  readonly media: MediaShown;
  readonly series: number | null;
  readonly turning: Turning;
}

export function Head({ media, series, turning }: Props) {
  const first = media.occurrences[0];
  return (
    <header>
      <h1>{first ? <Name text={first.path.split("/").at(-1) ?? first.path} longest={48} /> : t("Media {number}", { number: media.id })}</h1>
      <p class="facts">
        {media.category !== null && <strong>{t("category {number}", { number: media.category })}</strong>}
        {media.width && media.height && (
          <span>
            {media.width} × {media.height}
          </span>
        )}
        {media.format && <span translate={false}>{media.format.toUpperCase()}</span>}
        <span translate={false}>{size(media.size)}</span>
        {media.duration !== null && <span>{clock(media.duration)}</span>}
        {first && <span translate={false}>{first.agency}</span>}
      </p>
      <p class="right">
        {series !== null && (
          <>
            <a href={write("where", [String(series)])}>{t("Where")}</a>
            <a href={write("links", [String(series)])}>{t("Links")}</a>
            <span class="quiet">
              S{series}
              {turning.place && `, ${turning.place} / ${turning.count}`}
            </span>
            <button type="button" aria-label={t("Previous media")} disabled={(turning.place ?? 1) <= 1} onClick={() => turning.go(-1)}>
              ‹
            </button>
            <button
              type="button"
              aria-label={t("Next media")}
              disabled={(turning.place ?? 0) >= (turning.count ?? 0)}
              onClick={() => turning.go(1)}
            >
              ›
            </button>
          </>
        )}
      </p>
    </header>
  );
}

function size(bytes: number): string {
  return bytes < 1e6
    ? number(Math.max(1, Math.round(bytes / 1e3)), { style: "unit", unit: "kilobyte" })
    : number(Math.round(bytes / 1e5) / 10, { style: "unit", unit: "megabyte" });
}
