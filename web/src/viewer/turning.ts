// Turning to the next media of the series, as one turns a page.
import { useLoaded } from "../parts/loaded";
import { call } from "../api/client";
import type { Grid } from "../api/types";
import { go, write } from "../router";

export interface Turning {
  /** From 1, and of how many; nothing while unknown. */
  readonly place: number | undefined;
  readonly count: number | undefined;
  readonly go: (by: number) => void;
}

const MOST = 10_000;

export function useTurning(media: number, series: number | null): Turning {
  const found = useLoaded(
    async (signal) => (series === null ? [] : (await call<Grid>("/api/grid", { query: { series, known: true, limit: MOST }, signal })).ids),
    [series],
  );
  const ids = found.value ?? [];
  const place = ids.indexOf(media);
  return {
    place: place < 0 ? undefined : place + 1,
    count: ids.length || undefined,
    go: (by) => {
      const next = place < 0 ? undefined : ids[place + by];
      if (next !== undefined) go(write("media", [String(next)], { series: series === null ? undefined : String(series) }), { replace: true });
    },
  };
}
