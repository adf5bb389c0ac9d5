// Sharp pixels while a key is held: fetched on the press, gone on the release, recorded by the server before a byte leaves.

import { useSignal, type Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

import { bytes, call, wasAborted } from "../api/client";
import { complain } from "../acts";

export interface Shown {
  /** Address for the page, revoked on release. */
  readonly url: string;
  readonly picture: ImageBitmap;
}

export interface Revealing {
  readonly shown: Signal<Shown | null>;
  readonly press: () => void;
  readonly release: () => void;
}

/** Reveals one media, or one moment of a video. Whatever takes the screen away lets go as well. */
export function useReveal(media: number | string, seconds: number | null, width = 2048): Revealing {
  const shown = useSignal<Shown | null>(null);
  const held = useRef<AbortController | null>(null);
  const since = useRef(0);

  const release = () => {
    held.current?.abort();
    held.current = null;
    const was = shown.peek();
    if (!was) return;
    shown.value = null;
    URL.revokeObjectURL(was.url);
    was.picture.close();
    const milliseconds = Math.min(600_000, Math.round(performance.now() - since.current));
    void call(`/api/media/${media}/revealed`, { method: "POST", query: { milliseconds } }).catch(() => undefined);
  };
  const press = () => {
    if (held.current) return;
    const abort = new AbortController();
    held.current = abort;
    const query = { width, ...(seconds === null ? {} : { seconds }) };
    bytes(`/api/media/${media}/reveal`, { method: "POST", query, signal: abort.signal })
      .then(pictureOf)
      .then((found) => {
        // Let go while it was on its way: nothing is shown.
        if (abort.signal.aborted) return dropped(found);
        since.current = performance.now();
        shown.value = found;
      })
      .catch((error: unknown) => {
        if (!wasAborted(error)) complain(error);
      });
  };
  useEffect(() => release, [media, seconds]);
  return { shown, press, release };
}

/** The safe rendition, grey and blurred: an address for the stage and pixels for the crops. */
export function useSafe(media: number | string | null, seconds: number | null): Signal<Shown | null> {
  const shown = useSignal<Shown | null>(null);
  useEffect(() => {
    if (media === null) return undefined;
    const abort = new AbortController();
    safePicture(media, seconds, abort.signal).then(
      (found) => {
        if (abort.signal.aborted) dropped(found);
        else shown.value = found;
      },
      () => undefined,
    );
    return () => {
      abort.abort();
      if (shown.peek()) dropped(shown.peek() as Shown);
      shown.value = null;
    };
  }, [media, seconds]);
  return shown;
}

export async function safePicture(media: number | string, seconds: number | null, signal: AbortSignal): Promise<Shown> {
  const query = seconds === null ? {} : { seconds };
  return pictureOf(await bytes(`/api/media/${media}/safe`, { query, signal }));
}

async function pictureOf(buffer: ArrayBuffer): Promise<Shown> {
  const blob = new Blob([buffer], { type: "image/jpeg" });
  return { picture: await createImageBitmap(blob), url: URL.createObjectURL(blob) };
}

function dropped(shown: Shown): void {
  URL.revokeObjectURL(shown.url);
  shown.picture.close();
}
