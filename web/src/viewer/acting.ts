// The acts of the media screen: what a drawn region, a key or a button does, and what comes back.

import { complain } from "../acts";
import { Refused } from "../api/client";
import type { ClueShown, MaskShown, MediaShown } from "../api/types";
import { t } from "../i18n";
import { addClue, addMask, changeClue, decideMask, isClash, type Wanted } from "./change";
import { nextAfter, type State } from "./clues";
import { began, type Tool } from "./drawing";
import { maskName } from "./masks";
import type { Region } from "./region";
import type { MediaState } from "./state";

export interface Here {
  readonly media: MediaShown;
  readonly series: number | null;
  readonly state: MediaState;
  /** Puts the media as it stands now in place of what was fetched. */
  readonly put: (media: MediaShown) => void;
  readonly by: unknown;
}

export function clueName(id: number): string {
  return `clue-${id}`;
}

export function clueOf(here: Here, name: string | null): ClueShown | undefined {
  return here.media.clues.find((clue) => clueName(clue.id) === name);
}

export function maskOf(here: Here, name: string | null): MaskShown | undefined {
  return here.media.masks.find((mask) => maskName(mask.id) === name);
}

/** A finished region: a new clue, a mask, or a box to search with. */
export function drawn(here: Here, region: Region, tool: Tool): void {
  const { state } = here;
  if (tool === "mask") void masked(here, region);
  else if (tool === "like") state.like.value = region;
  else {
    state.problem.value = null;
    state.asked.value = { region, redo: null };
  }
  state.drawing.value = began(tool === "polygon" || tool === "mask" || tool === "like" ? "mark" : tool);
}

/** What was drawn gets its kind and value; on trouble the panel stays, with the server's sentence. */
export async function saved(here: Here, kind: string, value: string): Promise<void> {
  const { state, media, series } = here;
  const asked = state.asked.value;
  if (!asked) return;
  const redo = clueOf(here, clueName(asked.redo ?? -1));
  if (redo) {
    state.asked.value = null;
    return changed(here, redo, { kind, value }, t("Clue changed"));
  }
  if (series === null) {
    state.problem.value = t("This media is in no series, so it can have no clue yet.");
    return;
  }
  try {
    const clue = await addClue({ series, media: media.id, kind, value, region: asked.region, span: state.span.value }, here.by);
    state.asked.value = null;
    state.chosen.value = clueName(clue.id);
    here.put({ ...media, clues: [...media.clues, clue] });
  } catch (error) {
    state.problem.value = error instanceof Refused ? error.message : String(error);
  }
}

/** Change a clue; a clash is shown beside it and nothing is overwritten. */
export async function changed(here: Here, clue: ClueShown, wanted: Partial<Wanted>, said: string): Promise<void> {
  try {
    const result = await changeClue(clue, wanted, said, here.by);
    here.state.edited.value = null;
    const now = isClash(result) ? result.now : result;
    here.state.clash.value = isClash(result) ? result : null;
    here.put({ ...here.media, clues: here.media.clues.map((one) => (one.id === now.id ? now : one)) });
  } catch (error) {
    here.state.edited.value = null;
    complain(error);
  }
}

/** Confirm or reject, and go on to the next proposal. */
export async function decided(here: Here, clue: ClueShown, state: State): Promise<void> {
  const seen = here.media.clues.map((one) => ({ id: one.id, state: one.state as State }));
  const next = clue.state === "proposed" ? nextAfter(seen, clue.id) : null;
  const said = state === "confirmed" ? t("C{number} confirmed", { number: clue.id }) : t("C{number} rejected", { number: clue.id });
  await changed(here, clue, { state }, said);
  if (next !== null && !here.state.clash.value) here.state.chosen.value = clueName(next);
}

async function masked(here: Here, region: Region): Promise<void> {
  try {
    const mask = await addMask(here.media.id, region, here.by);
    here.state.chosen.value = maskName(mask.id);
    here.put({ ...here.media, masks: [...here.media.masks, mask] });
  } catch (error) {
    complain(error);
  }
}

export async function judgedMask(here: Here, mask: MaskShown, state: "confirmed" | "rejected", region: Region | null): Promise<void> {
  try {
    const now = await decideMask(here.media.id, mask, state, region, here.by);
    here.state.edited.value = null;
    here.put({ ...here.media, masks: here.media.masks.map((one) => (one.id === now.id ? now : one)) });
  } catch (error) {
    here.state.edited.value = null;
    complain(error);
  }
}

/** Confirm or reject whatever is chosen, by key. */
export function judged(here: Here, state: "confirmed" | "rejected"): void {
  const name = here.state.chosen.value;
  const clue = clueOf(here, name);
  const mask = maskOf(here, name);
  if (clue && clue.state !== state) void decided(here, clue, state);
  else if (mask && mask.state !== state) void judgedMask(here, mask, state, null);
}
