// What a person changes on a media: sent in order, told in one line, taken back with one key.

import { act, changed, undo } from "../acts";
import { call, Refused } from "../api/client";
import type { ClueChanged, ClueShown, MaskDone, MaskShown } from "../api/types";
import { t } from "../i18n";
import { toast } from "../parts/toast";
import type { State } from "./clues";
import { asBody, type Region } from "./region";

export interface NewClue {
  readonly series: number;
  readonly media: number;
  readonly kind: string;
  readonly value: string;
  readonly region: Region | null;
  readonly span: { readonly start: number; readonly end: number } | null;
}

/** Somebody else changed the clue first: how it stands now, and what was wanted. */
export interface Clash {
  readonly now: ClueShown;
  readonly wanted: Partial<Wanted>;
  readonly said: string;
}

export interface Wanted {
  readonly state: State;
  readonly kind: string;
  readonly value: string;
  readonly region: Region;
}

export async function addClue({ region, span, media, ...rest }: NewClue, by: unknown): Promise<ClueShown> {
  const body = { ...rest, media: String(media), ...(region ? { region: asBody(region) } : {}), ...(span ? { span } : {}) };
  const done = await told(() => call<ClueChanged>("/api/clues", { body }), t("Clue added"), by);
  return done.clue;
}

/** Change a clue as it stood at its revision. Nothing is overwritten: a newer one comes back as a clash. */
export async function changeClue(clue: ClueShown, wanted: Partial<Wanted>, said: string, by: unknown): Promise<ClueShown | Clash> {
  const { region, ...rest } = wanted;
  const body = { revision: clue.revision, ...rest, ...(region ? { region: asBody(region) } : {}) };
  try {
    const path = `/api/clues/${clue.id}`;
    return (await told(() => call<ClueChanged>(path, { method: "PATCH", body }), said, by)).clue;
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== "conflict" || clue.media === null) throw error;
    const { clues } = await call<{ clues: ClueShown[] }>(`/api/media/${clue.media}/clues`);
    const now = clues.find((one) => one.id === clue.id);
    if (!now) throw error;
    return { now, wanted, said: error.message };
  }
}

export function isClash(result: ClueShown | Clash): result is Clash {
  return "wanted" in result;
}

export async function addMask(media: number, region: Region, by: unknown): Promise<MaskShown> {
  const path = `/api/media/${media}/masks`;
  return (await told(() => call<MaskDone>(path, { body: asBody(region) }), t("Mask drawn"), by)).mask;
}

export async function decideMask(
  media: number,
  mask: MaskShown,
  state: "confirmed" | "rejected",
  region: Region | null,
  by: unknown,
): Promise<MaskShown> {
  const body = { state, ...(region ? { region: asBody(region) } : {}) };
  const send = () => call<MaskDone>(`/api/media/${media}/masks/${mask.id}`, { method: "PATCH", body });
  return (await told(send, state === "rejected" ? t("Mask removed") : t("Mask confirmed"), by)).mask;
}

async function told<T extends { readonly act: number }>(send: () => Promise<T>, said: string, by: unknown): Promise<T> {
  const done = await act(send);
  changed.value = { at: changed.value.at + 1, by, done: undefined };
  toast({ text: said, ...(done.act ? { undo: () => void undo() } : {}) });
  return done;
}
