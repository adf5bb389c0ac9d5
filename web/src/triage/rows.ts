// The media of one filter, in columns by absolute index: small enough for a million, read in stretches.
import { call } from "../api/client";
import type { Grid, MediaVerdict } from "../api/types";

export type GridQuery = Readonly<Record<string, string | number | boolean | undefined>>;

export const FIRST_STRETCH = 400;
const STRETCH = 5_000;

export class Rows {
  total = 0;
  legend: Grid["legend"] = { state: [], kind: [], verdict: [] };
  ids = new Float64Array(0);
  state = new Uint8Array(0);
  kind = new Uint8Array(0);
  seconds = new Float32Array(0);
  verdict = new Uint8Array(0);
  category = new Int8Array(0);
  clues = new Uint16Array(0);
  links = new Uint16Array(0);
  private readonly known: boolean[] = [];
  private readonly asked = new Map<number, Promise<void>>();
  private readonly abort = new AbortController();
  private places: Map<number, number> | undefined;

  constructor(
    readonly query: GridQuery,
    private readonly arrived: (from: number, to: number) => void,
  ) {}

  /** Reads the first rows, and with them how many there are. */
  async open(): Promise<void> {
    this.take(await this.ask(0, FIRST_STRETCH), 0);
  }

  close(): void {
    this.abort.abort();
  }

  has(index: number): boolean {
    return this.ids[index] !== undefined && this.ids[index] !== 0;
  }

  /** Makes sure that rows `from` to `to` are here or on their way. */
  want(from: number, to: number): void {
    for (let stretch = Math.floor(from / STRETCH); stretch * STRETCH < Math.min(to, this.total); stretch += 1) {
      if (!this.known[stretch]) void this.fetch(stretch);
    }
  }

  /** Reads all the rest, one stretch after the other, so that scrolling never has to wait for rows. */
  async readOn(): Promise<void> {
    for (let stretch = 0; stretch * STRETCH < this.total && !this.abort.signal.aborted; stretch += 1) {
      if (!this.known[stretch]) await this.fetch(stretch);
    }
  }

  /** Reads what the server says of these media now; what went out of the filter here stays in view. */
  async readAgain(): Promise<void> {
    const all = { ...this.query, verdict: undefined, undecided: undefined, known: true };
    for (let from = 0; from < this.total; from += STRETCH) {
      const grid = await call<Grid>("/api/grid", {
        query: { ...all, offset: from, limit: STRETCH },
        signal: this.abort.signal,
      });
      grid.ids.forEach((id, at) => {
        const index = this.indexOf(id);
        if (index === undefined) return;
        this.verdict[index] = grid.verdict[at] as number;
        this.category[index] = grid.category[at] as number;
      });
    }
  }

  indexOf(id: number): number | undefined {
    if (!this.places) {
      this.places = new Map();
      for (let index = 0; index < this.total; index += 1) {
        if (this.has(index)) this.places.set(this.ids[index] as number, index);
      }
    }
    return this.places.get(id);
  }

  private fetch(stretch: number): Promise<void> {
    const going = this.asked.get(stretch);
    if (going) return going;
    const wanted = this.ask(stretch * STRETCH, STRETCH).then(
      (grid) => {
        this.known[stretch] = true;
        this.take(grid, stretch * STRETCH);
      },
      () => {
        // Given up, or the server is away and the banner says so; the next look asks again.
        this.asked.delete(stretch);
      },
    );
    this.asked.set(stretch, wanted);
    return wanted;
  }

  private ask(from: number, limit: number): Promise<Grid> {
    const offset = from - this.gone(from);
    return call<Grid>("/api/grid", { query: { ...this.query, offset, limit }, signal: this.abort.signal });
  }

  /** How many of the rows before `end` the server no longer counts, because a verdict given here took them out of the filter. */
  private gone(end: number): number {
    const { verdict, undecided, known } = this.query;
    const asked = this.legend.verdict.indexOf(verdict as MediaVerdict) + 1;
    const hidden = this.legend.verdict.indexOf("known") + 1;
    let count = 0;
    for (let index = 0; index < Math.min(end, this.total); index += 1) {
      if (!this.has(index)) continue;
      const said = this.verdict[index] as number;
      if (asked ? said !== asked : undecided ? said !== 0 : !known && said === hidden) count += 1;
    }
    return count;
  }

  private take(grid: Grid, from: number): void {
    if (this.ids.length === 0 && grid.total > 0) this.grow(grid.total);
    if (this.legend.state.length === 0) this.legend = grid.legend;
    const room = Math.min(grid.ids.length, this.total - from);
    for (let at = 0; at < room; at += 1) {
      const index = from + at;
      // What was judged on this page a moment ago is newer than an answer that was already on its way.
      if (this.has(index) && this.ids[index] === grid.ids[at]) continue;
      this.ids[index] = grid.ids[at] as number;
      this.state[index] = grid.state[at] as number;
      this.kind[index] = grid.kind[at] as number;
      this.seconds[index] = grid.seconds[at] as number;
      this.verdict[index] = grid.verdict[at] as number;
      this.category[index] = grid.category[at] as number;
      this.clues[index] = Math.min(grid.clues[at] as number, 65_535);
      this.links[index] = Math.min(grid.links[at] as number, 65_535);
    }
    this.places = undefined;
    this.arrived(from, from + room);
  }

  private grow(total: number): void {
    this.total = total;
    this.ids = new Float64Array(total);
    this.state = new Uint8Array(total);
    this.kind = new Uint8Array(total);
    this.seconds = new Float32Array(total);
    this.verdict = new Uint8Array(total);
    this.category = new Int8Array(total).fill(-1);
    this.clues = new Uint16Array(total);
    this.links = new Uint16Array(total);
  }
}
