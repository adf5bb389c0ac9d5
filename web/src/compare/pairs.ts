// The pairs to judge: the one in view, and the next one fetched before it is asked for, pictures and all.
import { call } from "../api/client";
import type { LinkShown, LinkSide } from "../api/types";
import { safePicture } from "../viewer/reveal";

const KEPT = 6;
const links = new Map<string, Promise<LinkShown>>();

/** One link with what is needed to judge it. Fetched at most once while it is kept. */
export function pair(id: number, series: number | null): Promise<LinkShown> {
  const key = `${id}/${series ?? ""}`;
  const known = links.get(key);
  if (known) return known;
  const asked = call<LinkShown>(`/api/links/${id}`, { query: { series: series ?? undefined } });
  links.set(key, asked);
  asked.catch(() => links.delete(key));
  for (const old of [...links.keys()].slice(0, -KEPT)) links.delete(old);
  return asked;
}

/** What was judged is looked at anew. */
export function forget(id?: number): void {
  for (const key of links.keys()) if (id === undefined || key.startsWith(`${id}/`)) links.delete(key);
}

/** The next pair and its two safe pictures: the browser holds them when the verdict falls. */
export async function preload(id: number, series: number | null): Promise<void> {
  const { link } = await pair(id, series);
  const abort = new AbortController();
  await Promise.all([link.left, link.right].map((side) => ahead(side, abort.signal)));
}

const safe = new Map<string, Promise<Ahead>>();
interface Ahead {
  readonly url: string;
  readonly aspect: number;
}

export function ahead(side: Pick<LinkSide, "media" | "seconds">, signal: AbortSignal): Promise<Ahead> {
  const key = `${side.media}@${side.seconds ?? ""}`;
  const known = safe.get(key);
  if (known) return known;
  const asked = safePicture(side.media, side.seconds, signal).then(({ url, picture }) => {
    const aspect = picture.height / picture.width;
    picture.close();
    return { url, aspect };
  });
  safe.set(key, asked);
  asked.catch(() => safe.delete(key));
  for (const [old, made] of [...safe].slice(0, -2 * KEPT)) {
    safe.delete(old);
    made.then(({ url }) => URL.revokeObjectURL(url), () => undefined);
  }
  return asked;
}
