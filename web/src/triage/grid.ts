// The virtual grid: only the cells in view exist, each placed by its absolute index. Plain elements, moved and filled
// again as one scrolls; no framework in the path of a key press.
import { placeAt } from "../parts/placed";
import { PACK, Packs } from "./packs";
import type { Rows } from "./rows";

export interface Cells {
  /** Writes a media's states into its cell, before any pixel. */
  readonly fill: (cell: HTMLElement, index: number) => void;
  readonly make: () => HTMLElement;
}

interface Slot {
  readonly cell: HTMLElement;
  readonly image: HTMLImageElement;
  index: number;
}

/** The narrowest a cell gets; cells share what room there is. */
const CELL_WIDTH = 152;
const STRIP = 28;
const GAP = 8;
/** Rows kept ready above and below what is in view. */
const MARGIN = 1;
/** A browser stops scrolling somewhere past this height; a filter makes the list shorter. */
const HIGHEST = 16_000_000;

export class VirtualGrid {
  columns = 1;
  current = 0;
  private cellWidth = CELL_WIDTH;
  private readonly slots = new Map<number, Slot>();
  private readonly spare: Slot[] = [];
  private readonly body: HTMLElement;
  private readonly packs: Packs;
  private readonly resize: ResizeObserver;
  private frame = 0;
  private lastTop = 0;
  private lastAt = 0;
  /** Pixels a millisecond, with its sign. */
  private speed = 0;
  private settle: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly scroller: HTMLElement,
    private readonly rows: Rows,
    private readonly cells: Cells,
    private readonly seen: () => void,
  ) {
    this.body = document.createElement("div");
    this.body.className = "grid-body";
    this.body.setAttribute("role", "presentation");
    scroller.replaceChildren(this.body);
    this.packs = new Packs((pack) => this.idsOf(pack), (pack) => this.show(pack));
    scroller.addEventListener("scroll", this.scrolled, { passive: true });
    this.resize = new ResizeObserver(() => this.measure());
    this.resize.observe(scroller);
    this.measure();
  }

  close(): void {
    this.resize.disconnect();
    this.scroller.removeEventListener("scroll", this.scrolled);
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settle);
    for (const slot of this.slots.values()) slot.image.removeAttribute("src");
    this.packs.close();
  }

  get pageRows(): number {
    return Math.max(1, Math.floor(this.scroller.clientHeight / (this.cellHeight + GAP)));
  }

  private get cellHeight(): number {
    return Math.round(this.cellWidth * 0.75) + STRIP;
  }

  /** Makes one media the current one and brings it into view. */
  moveTo(index: number): void {
    this.current = Math.max(0, Math.min(index, this.rows.total - 1));
    const top = Math.floor(this.current / this.columns) * (this.cellHeight + GAP);
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + this.cellHeight + 2 * GAP > scrollTop + clientHeight) {
      this.scroller.scrollTop = top + this.cellHeight + 2 * GAP - clientHeight;
    }
    this.paint();
  }

  /** Writes the states of everything in view again. */
  refill(): void {
    for (const slot of this.slots.values()) this.cells.fill(slot.cell, slot.index);
    this.point();
  }

  /** Rows have come in: what is in view may be shown now. */
  rowsArrived(): void {
    const highest = Math.ceil(this.rows.total / this.columns) * (this.cellHeight + GAP) + GAP;
    this.body.style.height = `${Math.min(highest, HIGHEST)}px`;
    this.paint();
    this.refill();
  }

  private readonly scrolled = (): void => {
    if (!this.frame) this.frame = requestAnimationFrame(this.tick);
  };

  private readonly tick = (now: number): void => {
    this.frame = 0;
    const top = this.scroller.scrollTop;
    const passed = Math.max(now - this.lastAt, 1);
    this.speed = passed > 200 ? 0 : 0.6 * this.speed + 0.4 * ((top - this.lastTop) / passed);
    this.lastTop = top;
    this.lastAt = now;
    this.paint();
    clearTimeout(this.settle);
    this.settle = setTimeout(() => {
      this.speed = 0;
      this.paint();
    }, 90);
  };

  private measure(): void {
    const room = this.scroller.clientWidth - GAP;
    const columns = Math.max(1, Math.floor(room / (CELL_WIDTH + GAP)));
    const width = Math.max(CELL_WIDTH, Math.floor(room / columns) - GAP);
    if (columns !== this.columns || width !== this.cellWidth) {
      this.columns = columns;
      this.cellWidth = width;
      this.body.style.setProperty("--cell", `${width}px`);
      this.body.style.setProperty("--picture", `${this.cellHeight - STRIP}px`);
      for (const slot of this.slots.values()) this.drop(slot);
      this.slots.clear();
    }
    this.rowsArrived();
  }

  private range(top: number, margin: number): [number, number] {
    const pitch = this.cellHeight + GAP;
    const first = Math.max(0, Math.floor(top / pitch) - margin);
    const last = Math.ceil((top + this.scroller.clientHeight) / pitch) + margin;
    return [Math.min(first * this.columns, this.rows.total), Math.min(last * this.columns, this.rows.total)];
  }

  private paint(): void {
    const [from, to] = this.range(this.scroller.scrollTop, MARGIN);
    for (const [index, slot] of this.slots) {
      if (index < from || index >= to) {
        this.slots.delete(index);
        this.drop(slot);
      }
    }
    for (let index = from; index < to; index += 1) if (!this.slots.has(index)) this.mount(index);
    this.rows.want(from, to);
    this.packs.want(this.wantedPacks());
    this.point();
  }

  /** What will be in view when an answer that is asked for now arrives; while flinging, nothing that will be gone by then. */
  private wantedPacks(): number[] {
    const ahead = this.speed * this.packs.latency;
    const [from, to] = this.range(this.scroller.scrollTop + ahead, Math.abs(this.speed) > 0.3 ? 0 : 2);
    const packs: number[] = [];
    for (let pack = Math.floor(from / PACK); pack * PACK < to; pack += 1) packs.push(pack);
    return this.speed < 0 ? packs.reverse() : packs;
  }

  private mount(index: number): void {
    const slot = this.spare.pop() ?? this.make();
    slot.index = index;
    const row = Math.floor(index / this.columns);
    const column = index % this.columns;
    placeAt(slot.cell, GAP + column * (this.cellWidth + GAP), GAP + row * (this.cellHeight + GAP));
    slot.cell.id = `cell-${index}`;
    slot.cell.setAttribute("aria-posinset", String(index + 1));
    slot.cell.setAttribute("aria-setsize", String(this.rows.total));
    this.cells.fill(slot.cell, index);
    this.fillImage(slot);
    slot.cell.hidden = false;
    this.slots.set(index, slot);
  }

  private make(): Slot {
    const cell = this.cells.make();
    this.body.append(cell);
    return { cell, image: cell.querySelector("img") as HTMLImageElement, index: -1 };
  }

  private drop(slot: Slot): void {
    // An image that keeps its source goes on being decoded though nobody sees it: this one line is worth seconds.
    slot.image.removeAttribute("src");
    slot.cell.hidden = true;
    this.spare.push(slot);
  }

  private fillImage(slot: Slot): void {
    const address = this.packs.at(slot.index);
    slot.cell.classList.toggle("cell-blank", !address);
    slot.cell.classList.toggle("cell-none", address === null);
    if (address) {
      if (slot.image.getAttribute("src") !== address) slot.image.src = address;
    } else slot.image.removeAttribute("src");
  }

  private show(pack: number): void {
    for (let index = pack * PACK; index < (pack + 1) * PACK; index += 1) {
      const slot = this.slots.get(index);
      if (slot) this.fillImage(slot);
    }
    this.seen();
  }

  private idsOf(pack: number): number[] | undefined {
    const end = Math.min((pack + 1) * PACK, this.rows.total);
    const ids: number[] = [];
    for (let index = pack * PACK; index < end; index += 1) {
      if (!this.rows.has(index)) return undefined;
      ids.push(this.rows.ids[index] as number);
    }
    return ids;
  }

  /** The focus stays on the grid; it says which cell is the current one. */
  private point(): void {
    for (const [index, slot] of this.slots) slot.cell.classList.toggle("cell-current", index === this.current);
    if (this.slots.has(this.current)) this.scroller.setAttribute("aria-activedescendant", `cell-${this.current}`);
    else this.scroller.removeAttribute("aria-activedescendant");
  }
}
