// Search like this: a box on a picture, against everything there is.
import { useLayoutEffect, useRef } from "preact/hooks";

import { call } from "../api/client";
import type { Hit, Hits } from "../api/types";
import { t, tn } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";
import { write } from "../router";
import { asBody, type Region } from "../viewer/region";
import { StrengthBadge } from "./strength";
import { strengthMeaning, type Strength } from "./words";
import "./compare.css";

interface Props {
  readonly media: number;
  readonly box: Region | null;
  readonly onLeft: () => void;
}

const ORDER: readonly Strength[] = ["verified", "possible", "similar look only"];

export function Like({ media, box, onLeft }: Props) {
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => panel.current?.focus(), [box]);
  const body = { media: String(media), ...(box ? { box: asBody(box) } : {}) };
  const found = useLoaded((signal) => call<Hits>("/api/search", { body, signal }), [media, JSON.stringify(box)]);
  const hits = found.value?.hits ?? [];
  return (
    <section
      ref={panel}
      class="like"
      tabIndex={-1}
      aria-label={t("What is like this")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onLeft();
      }}
    >
      <header>
        <h2>{t("What is like this")}</h2>
        <button type="button" class="bare" aria-label={t("Close")} onClick={onLeft}>
          ×
        </button>
      </header>
      {found.error ? <Trouble error={found.error} again={found.again} /> : null}
      {found.loading && !found.error && <Loading what={t("Searching…")} />}
      {found.value && !hits.length && <p class="quiet">{t("Nothing here is like this.")}</p>}
      {ORDER.map((strength) => {
        const group = hits.filter((hit) => hit.strength === strength);
        return group.length ? <Group key={strength} strength={strength} hits={group} media={media} /> : null;
      })}
    </section>
  );
}

function Group({ strength, hits, media }: { strength: Strength; hits: readonly Hit[]; media: number }) {
  return (
    <div>
      <h3>
        <StrengthBadge strength={strength} /> <small class="quiet">{strengthMeaning(strength)}</small>
      </h3>
      <ul class="hits">
        {hits.map((hit) => (
          <li key={`${hit.media}-${hit.seconds}`}>
            <a href={write("compare", [], { left: String(media), right: String(hit.media) })}>
              <img
                src={`/api/media/${hit.media}/safe${hit.seconds === null ? "" : `?seconds=${hit.seconds}`}`}
                alt=""
                width={96}
                height={72}
                loading="lazy"
              />
              <span>
                {hit.series.map((one) => `S${one}`).join(", ")} · {t("media {number}", { number: hit.media })}
              </span>
              <small class="quiet">{said(hit)}</small>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function said(hit: Hit): string {
  const count = Math.max(hit.plane, hit.depth);
  const words = count ? tn("{n} point agrees", "{n} points agree", count) : t("nothing agrees in position");
  return hit.mirrored ? `${words}; ${t("mirrored")}` : words;
}
