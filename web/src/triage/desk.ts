// What happens while triaging, apart from how it looks: where one is, what is selected, what a verdict changes.
import { signal } from "@preact/signals";
import { complain, doing } from "../acts";
import type { Done, MediaVerdict } from "../api/types";
import { tn } from "../i18n/translate";
import { fillCell, makeCell } from "./cell";
import { VirtualGrid } from "./grid";
import { type GridQuery, Rows } from "./rows";

/** The most that one act may change. */
const LARGEST_ACT = 10_000;

type Replaced = readonly (readonly [index: number, verdict: number, category: number])[];

export class Desk {
  /** Counts up whenever something that is shown beside the grid has changed. */
  readonly version = signal(0);
  readonly failure = signal<unknown>(undefined);
  readonly opened = signal(false);
  readonly selected = new Set<number>();
  readonly rows: Rows;
  private grid: VirtualGrid | undefined;
  private anchor = 0;
  /** Acts of this page by their number, with what they replaced: to take back at once what the server has taken back. */
  private readonly replaced = new Map<number, Replaced>();
  private reading = false;

  constructor(
    query: GridQuery,
    /** Told where one is, so that the address can say it. */
    private readonly moved: (id: number | undefined) => void,
  ) {
    this.rows = new Rows(query, () => this.arrived());
  }

  async open(start: number | undefined): Promise<void> {
    try {
      await this.rows.open();
      this.opened.value = true;
      const index = start === undefined ? undefined : this.rows.indexOf(start);
      this.goTo(index ?? 0);
    } catch (error) {
      if (!(error instanceof DOMException)) this.failure.value = error;
    }
  }

  attach(scroller: HTMLElement): () => void {
    const cells = {
      make: makeCell,
      fill: (cell: HTMLElement, index: number) => fillCell(cell, index, this.rows, this.selected),
    };
    const grid = new VirtualGrid(scroller, this.rows, cells, () => this.readOn());
    this.grid = grid;
    return () => {
      grid.close();
      this.grid = undefined;
    };
  }

  close(): void {
    this.rows.close();
  }

  get current(): number {
    return this.grid?.current ?? 0;
  }

  get currentId(): number | undefined {
    return this.rows.has(this.current) ? this.rows.ids[this.current] : undefined;
  }

  goTo(index: number, extend = false): void {
    if (!this.grid || this.rows.total === 0) return;
    const before = this.current;
    this.grid.moveTo(index);
    if (extend) this.range(this.anchor, this.current);
    else this.anchor = this.current;
    if (before !== this.current || !extend) this.moved(this.currentId);
    this.touch(extend);
  }

  step(by: "left" | "right" | "up" | "down" | "pageUp" | "pageDown" | "first" | "last", extend: boolean): void {
    const columns = this.grid?.columns ?? 1;
    const page = columns * (this.grid?.pageRows ?? 1);
    const steps = { left: -1, right: 1, up: -columns, down: columns, pageUp: -page, pageDown: page, first: -Infinity, last: Infinity };
    this.goTo(Math.max(0, Math.min(this.current + steps[by], this.rows.total - 1)), extend);
  }

  toggle(index: number): void {
    if (!this.selected.delete(index)) this.selected.add(index);
    this.anchor = index;
    this.touch(true);
  }

  range(from: number, to: number): void {
    for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) this.selected.add(index);
    this.touch(true);
  }

  selectAll(): void {
    this.range(0, Math.min(this.rows.total, LARGEST_ACT) - 1);
  }

  selectNone(): void {
    this.selected.clear();
    this.touch(true);
  }

  /** The next media after the current one that nobody has judged; the very next one when all are. */
  nextOpen(): void {
    const { total, verdict } = this.rows;
    for (let index = this.current + 1; index < total; index += 1) {
      if (verdict[index] === 0) return this.goTo(index);
    }
    this.goTo(this.current + 1);
  }

  /** Gives a verdict to what is selected, else to the current media, and goes on to the next. */
  judge(verdict: MediaVerdict | null): void {
    const code = verdict ? this.rows.legend.verdict.indexOf(verdict) + 1 : 0;
    this.say("verdict", verdict, (index) => {
      this.rows.verdict[index] = code;
    });
  }

  categorise(category: number | null): void {
    this.say("category", category, (index) => {
      this.rows.category[index] = category ?? -1;
    });
  }

  /** An undo changed these media: what they say now is read again. */
  async refresh(done: Done | undefined): Promise<void> {
    const own = done && this.replaced.get(done.act);
    if (own) this.putBack(own);
    else if (!done || done.changed.some((id) => this.rows.indexOf(id) !== undefined)) await this.rows.readAgain();
    this.touch(true);
  }

  /** The screen shows the verdict at once; the server hears of it in order, and a refusal puts back what was there. */
  private say(act: "verdict" | "category", value: MediaVerdict | number | null, write: (index: number) => void): void {
    const bulk = this.selected.size > 0;
    const targets = (bulk ? [...this.selected] : [this.current]).filter((index) => this.rows.has(index));
    if (targets.length === 0) return;
    const before = targets.map((index) => [index, this.rows.verdict[index] as number, this.rows.category[index] as number] as const);
    targets.forEach(write);
    const media = targets.map((index) => this.rows.ids[index] as number);
    this.selected.clear();
    this.touch(true);
    if (!bulk && act === "verdict") this.nextOpen();
    const said = tn("{n} media judged", "{n} media judged", media.length);
    void doing("/api/triage", { media, act, [act]: value }, this, said).then((done) => {
      if (done) return void this.replaced.set(done.act, before);
      this.putBack(before);
      this.touch(true);
    }, complain);
  }

  private putBack(before: Replaced): void {
    for (const [index, verdict, category] of before) {
      this.rows.verdict[index] = verdict;
      this.rows.category[index] = category;
    }
    const first = before[0]?.[0];
    if (first !== undefined && before.length === 1) this.goTo(first);
  }

  private touch(cells: boolean): void {
    if (cells) this.grid?.refill();
    this.version.value += 1;
  }

  private arrived(): void {
    this.grid?.rowsArrived();
    this.version.value += 1;
  }

  /** The first pictures are there: now the rest of the rows may come, without being in anybody's way. */
  private readOn(): void {
    if (this.reading) return;
    this.reading = true;
    void this.rows.readOn();
  }
}
