// Where the series of a neighbourhood stand: the one asked for in the middle, those linked to it around it, those behind
// them further out next to what they hang on. The same neighbourhood always looks the same.

export interface Edge {
  readonly a: number;
  readonly b: number;
  /** Verified and confirmed bonds are heavier. */
  readonly weight: number;
}

export interface Placed {
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Steps from the middle. */
  readonly ring: number;
}

const RING = 240;

/** Places around (0, 0). Series that nothing joins to the middle stand on the outermost ring. */
export function layout(middle: number, ids: readonly number[], edges: readonly Edge[]): Placed[] {
  const { ring, parent } = rings(middle, ids, edges);
  const children = new Map<number, number[]>();
  for (const [id, above] of parent) children.set(above, [...(children.get(above) ?? []), id]);
  const places = new Map<number, Placed>([[middle, { id: middle, x: 0, y: 0, ring: 0 }]]);
  const spread = (id: number, from: number, to: number) => {
    const below = children.get(id) ?? [];
    const leaves = below.map((child) => leafCount(child, children));
    const all = leaves.reduce((sum, count) => sum + count, 0) || 1;
    let start = from;
    below.forEach((child, place) => {
      const size = ((to - from) * (leaves[place] ?? 1)) / all;
      const angle = start + size / 2;
      const far = RING * (ring.get(child) ?? 1);
      places.set(child, { id: child, x: far * 1.5 * Math.cos(angle), y: far * 0.85 * Math.sin(angle), ring: ring.get(child) ?? 1 });
      spread(child, start, start + size);
      start += size;
    });
  };
  spread(middle, -Math.PI / 2, 1.5 * Math.PI);
  return apart(ids.map((id) => places.get(id)).filter((one) => one !== undefined));
}

const ROUNDS = 200;

/** Pushes boxes off each other, the one in the middle staying where it is. */
export function apart(places: readonly Placed[], wide = 152, high = 64): Placed[] {
  const moved = places.map((place) => ({ ...place }));
  for (let round = 0; round < ROUNDS; round += 1) {
    let touched = false;
    moved.forEach((a, at) => {
      for (const b of moved.slice(at + 1)) {
        const [dx, dy] = [b.x - a.x, b.y - a.y];
        const [over, under] = [wide - Math.abs(dx), high - Math.abs(dy)];
        if (over <= 0 || under <= 0) continue;
        touched = true;
        // Along the shorter way out, each half of it; the middle does not move.
        const [sx, sy] = over < under ? [Math.sign(dx || 1) * over, 0] : [0, Math.sign(dy || 1) * under];
        const [forA, forB] = a.ring === 0 ? [0, 1] : b.ring === 0 ? [1, 0] : [0.5, 0.5];
        a.x -= sx * forA;
        a.y -= sy * forA;
        b.x += sx * forB;
        b.y += sy * forB;
      }
    });
    if (!touched) break;
  }
  return moved;
}

/** Breadth first, along the heaviest edges first. */
function rings(middle: number, ids: readonly number[], edges: readonly Edge[]) {
  const wanted = new Set(ids);
  const ring = new Map<number, number>([[middle, 0]]);
  const parent = new Map<number, number>();
  const heaviest = [...edges].sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b);
  const waiting = [middle];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    for (const { a, b } of heaviest) {
      const other = a === id ? b : b === id ? a : undefined;
      if (other === undefined || ring.has(other) || !wanted.has(other)) continue;
      ring.set(other, (ring.get(id) ?? 0) + 1);
      parent.set(other, id);
      waiting.push(other);
    }
  }
  const outermost = Math.max(0, ...ring.values()) + 1;
  for (const id of ids) {
    if (ring.has(id)) continue;
    ring.set(id, outermost);
    parent.set(id, middle);
  }
  return { ring, parent };
}

function leafCount(id: number, children: ReadonlyMap<number, readonly number[]>): number {
  const below = children.get(id) ?? [];
  return below.length ? below.reduce((sum, child) => sum + leafCount(child, children), 0) : 1;
}

/** The one that lies nearest in the direction of an arrow key, or the same. */
export function towards(places: readonly Placed[], from: Placed, dx: number, dy: number): Placed {
  const ahead = places
    .filter((one) => one.id !== from.id)
    .map((one) => {
      const along = (one.x - from.x) * dx + (one.y - from.y) * dy;
      const aside = Math.abs((one.x - from.x) * dy - (one.y - from.y) * dx);
      return { one, along, cost: along + 2 * aside };
    })
    .filter(({ along }) => along > 1)
    .sort((x, y) => x.cost - y.cost);
  return ahead[0]?.one ?? from;
}
