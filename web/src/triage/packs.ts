// Safe thumbnails, 64 at a time. What scrolls away before it arrives is given up; what was seen is kept for a while.
import { bytes, wasAborted } from "../api/client";

export const PACK = 64;
const KEPT_PACKS = 120;
const AT_ONCE = 3;
const NOT_YET = 0xffff_ffff;
const AGAIN_MS = 1500;

/** An address for each thumbnail; `null` where there is none, `undefined` where it is not made yet. */
export type Pack = readonly (string | null | undefined)[];

/** Reads one answer: for each medium a little-endian length and that many bytes of JPEG. */
export function unpack(buffer: ArrayBuffer): (Uint8Array<ArrayBuffer> | null | undefined)[] {
  const view = new DataView(buffer);
  const found: (Uint8Array<ArrayBuffer> | null | undefined)[] = [];
  for (let at = 0; at + 4 <= buffer.byteLength; ) {
    const length = view.getUint32(at, true);
    at += 4;
    if (length === NOT_YET || length === 0) {
      found.push(length === 0 ? null : undefined);
      continue;
    }
    found.push(new Uint8Array(buffer, at, length));
    at += length;
  }
  return found;
}

export class Packs {
  /** How long an answer has been taking: what will have scrolled away by then is not asked for. */
  latency = 60;
  private readonly kept = new Map<number, (string | null | undefined)[]>();
  private readonly going = new Map<number, AbortController>();
  private readonly later = new Map<number, ReturnType<typeof setTimeout>>();
  private readonly unfinished = new Set<number>();
  private wanted: readonly number[] = [];

  constructor(
    private readonly idsOf: (pack: number) => readonly number[] | undefined,
    private readonly arrived: (pack: number) => void,
  ) {}

  at(index: number): string | null | undefined {
    return this.kept.get(Math.floor(index / PACK))?.[index % PACK];
  }

  /** These packs are wanted now, most wanted first; every other request is given up. */
  want(packs: readonly number[]): void {
    this.wanted = packs;
    for (const [pack, abort] of this.going) if (!packs.includes(pack)) abort.abort();
    this.startSome();
  }

  close(): void {
    this.want([]);
    for (const timer of this.later.values()) clearTimeout(timer);
    for (const pack of this.kept.values()) release(pack);
    this.kept.clear();
  }

  private startSome(): void {
    for (const pack of this.wanted) {
      if (this.going.size >= AT_ONCE) return;
      if ((this.kept.has(pack) && !this.unfinished.has(pack)) || this.going.has(pack)) continue;
      const ids = this.idsOf(pack);
      if (ids?.length) void this.fetch(pack, ids);
    }
  }

  private async fetch(pack: number, ids: readonly number[]): Promise<void> {
    const abort = new AbortController();
    this.going.set(pack, abort);
    this.unfinished.delete(pack);
    const began = performance.now();
    try {
      const parts = unpack(await bytes("/api/thumbs", { query: { ids: ids.join(",") }, signal: abort.signal }));
      this.latency = 0.7 * this.latency + 0.3 * Math.min(performance.now() - began, 2000);
      this.keep(pack, parts.map((part) => (part ? URL.createObjectURL(new Blob([part], { type: "image/jpeg" })) : part)));
    } catch (error) {
      if (!wasAborted(error)) this.keep(pack, ids.map(() => null));
    } finally {
      this.going.delete(pack);
      this.startSome();
    }
  }

  private keep(pack: number, addresses: (string | null | undefined)[]): void {
    const before = this.kept.get(pack);
    this.kept.set(pack, addresses);
    this.arrived(pack);
    if (before) release(before);
    if (addresses.includes(undefined)) this.askAgain(pack);
    for (const old of this.kept.keys()) {
      if (this.kept.size <= KEPT_PACKS) break;
      if (this.wanted.includes(old)) continue;
      release(this.kept.get(old) as Pack);
      this.kept.delete(old);
    }
  }

  /** Some were not made yet: the pack is asked for once more after a while, if anybody still looks at it. */
  private askAgain(pack: number): void {
    this.later.set(
      pack,
      setTimeout(() => {
        this.later.delete(pack);
        this.unfinished.add(pack);
        this.startSome();
      }, AGAIN_MS),
    );
  }
}

function release(pack: Pack): void {
  for (const address of pack) if (address) URL.revokeObjectURL(address);
}
