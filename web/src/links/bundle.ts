// Many links between the same two series are one line: the strongest kind speaks for it, the others are told beside it.
import type { Edge } from "../api/types";
import type { Strength } from "../compare/words";

const RANK: Readonly<Record<Strength, number>> = { verified: 3, possible: 2, "similar look only": 1 };

/** One line of the drawing. `edges`: strongest first. */
export interface Bundle {
  readonly a: number;
  readonly b: number;
  readonly edges: readonly [Edge, ...Edge[]];
  readonly confirmed: boolean;
}

/** A bond a person confirmed comes first, then strength, then how many links it has. */
function heavier(x: Edge, y: Edge): number {
  return Number(y.confirmed > 0) - Number(x.confirmed > 0) || RANK[y.strength] - RANK[x.strength] || y.links - x.links;
}

export function bundled(edges: readonly Edge[]): Bundle[] {
  const pairs = new Map<string, [Edge, ...Edge[]]>();
  for (const edge of edges) {
    const key = `${Math.min(edge.left, edge.right)}-${Math.max(edge.left, edge.right)}`;
    const known = pairs.get(key);
    if (known) known.push(edge);
    else pairs.set(key, [edge]);
  }
  return [...pairs.values()].map((all) => {
    const sorted = [...all].sort(heavier) as [Edge, ...Edge[]];
    const { left, right } = sorted[0];
    return { a: Math.min(left, right), b: Math.max(left, right), edges: sorted, confirmed: sorted.some((one) => one.confirmed > 0) };
  });
}

/** What is drawn when not everything is asked for: all that touches these series, and what holds by itself. */
export function essential(bundles: readonly Bundle[], near: readonly number[]): Bundle[] {
  return bundles.filter(
    (one) => one.confirmed || one.edges[0].strength === "verified" || near.includes(one.a) || near.includes(one.b),
  );
}

export function weight({ edges, confirmed }: Bundle): number {
  return RANK[edges[0].strength] + (confirmed ? 3 : 0);
}
