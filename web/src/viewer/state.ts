// What the media screen holds while one media is looked at: everything that is not fetched and not in the address.

import { useSignal, type Signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Clash } from "./change";
import { began, type Drawing } from "./drawing";
import { PLAIN, type Levels } from "./levels";
import type { Region } from "./region";
import { UPRIGHT, type View } from "./view";

export interface MediaState {
  readonly seconds: Signal<number | null>;
  readonly view: Signal<View>;
  readonly levels: Signal<Levels>;
  readonly drawing: Signal<Drawing>;
  /** `clue-12` or `mask-3`. */
  readonly chosen: Signal<string | null>;
  /** A region that was drawn and has no meaning yet; `redo` is the clue that gets a new one. */
  readonly asked: Signal<{ readonly region: Region | null; readonly redo: number | null } | null>;
  /** A region being moved, before it is sent. */
  readonly edited: Signal<{ readonly id: string; readonly region: Region } | null>;
  readonly clash: Signal<Clash | null>;
  readonly problem: Signal<string | null>;
  readonly span: Signal<{ readonly start: number; readonly end: number } | null>;
  /** A box to search with. */
  readonly like: Signal<Region | null>;
}

export function useMediaState(media: string): MediaState {
  const state: MediaState = {
    seconds: useSignal(null),
    view: useSignal(UPRIGHT),
    levels: useSignal(PLAIN),
    drawing: useSignal(began("mark")),
    chosen: useSignal(null),
    asked: useSignal(null),
    edited: useSignal(null),
    clash: useSignal(null),
    problem: useSignal(null),
    span: useSignal(null),
    like: useSignal(null),
  };
  useEffect(() => {
    state.seconds.value = null;
    state.view.value = UPRIGHT;
    state.levels.value = PLAIN;
    state.drawing.value = began("mark");
    for (const one of [state.chosen, state.asked, state.edited, state.clash, state.problem, state.span, state.like]) one.value = null;
  }, [media]);
  return state;
}
