// The rows of the board that were read so far, by absolute index.
import { signal } from "@preact/signals";
import { call, wasAborted } from "../api/client";
import type { Board, SeriesRow } from "../api/types";

export type BoardQuery = Readonly<Record<string, string | number | undefined>>;

const STRETCH = 200;

export class BoardList {
  readonly version = signal(0);
  readonly failure = signal<unknown>(undefined);
  total = -1;
  tags: Readonly<Record<string, number>> = {};
  private rows: (SeriesRow | undefined)[] = [];
  private readonly asked = new Set<number>();
  private readonly abort = new AbortController();

  constructor(readonly query: BoardQuery) {}

  close(): void {
    this.abort.abort();
  }

  at(index: number): SeriesRow | undefined {
    return this.rows[index];
  }

  indexOf(id: number): number {
    return this.rows.findIndex((row) => row?.id === id);
  }

  /** Makes sure that these rows are here or on their way. */
  want(from: number, to: number): void {
    const end = this.total < 0 ? 1 : Math.min(to, this.total);
    for (let stretch = Math.floor(from / STRETCH); stretch * STRETCH < end; stretch += 1) void this.read(stretch);
  }

  /** Reads what was read before once more, after an act; what is shown stays until then. */
  again(): void {
    const stretches = [...this.asked];
    this.asked.clear();
    for (const stretch of stretches) void this.read(stretch);
  }

  private async read(stretch: number): Promise<void> {
    if (this.asked.has(stretch)) return;
    this.asked.add(stretch);
    try {
      const query = { ...this.query, offset: stretch * STRETCH, limit: STRETCH };
      const board = await call<Board>("/api/series", { query, signal: this.abort.signal });
      if (board.total !== this.total) this.rows.length = board.total;
      this.total = board.total;
      this.tags = board.tags;
      board.rows.forEach((row, at) => {
        this.rows[board.offset + at] = row;
      });
      this.failure.value = undefined;
    } catch (error) {
      this.asked.delete(stretch);
      if (wasAborted(error)) return;
      this.failure.value = error;
    }
    this.version.value += 1;
  }
}
