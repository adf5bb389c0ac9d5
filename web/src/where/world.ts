// The world as paths: fetched once, projected once, drawn as SVG. d3-geo cuts outlines at the 180th meridian; planar
// renderers draw false bands there.

import { geoNaturalEarth1, geoPath, type GeoProjection } from "d3-geo";
import type { Feature, Geometry } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import address from "world-atlas/countries-110m.json?url";

import { CODE_OF, CODE_OF_NAME, DOTS } from "./territories";

export const WIDTH = 960;
export const HEIGHT = 468;
const EDGE = 4;
const DOT = 2.6;

export interface Land {
  readonly code: string;
  readonly d: string;
  /** Where a label or the eye goes, in units of the drawing. */
  readonly middle: readonly [number, number];
  readonly small: boolean;
}

export interface World {
  readonly lands: readonly Land[];
  readonly sphere: string;
  readonly project: (longitude: number, latitude: number) => readonly [number, number] | null;
  /** Path data of rectangles of the globe: [west, south, east, north] in degrees. */
  readonly cells: (boxes: readonly Box[]) => string;
}

export type Box = readonly [west: number, south: number, east: number, north: number];
type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

let world: Promise<World> | undefined;

/** The world, from the same server as the page. */
export function loaded(): Promise<World> {
  world ??= fetch(address)
    .then((answer) => answer.json() as Promise<Atlas>)
    .then(drawn);
  return world;
}

export function drawn(atlas: Atlas): World {
  const projection = geoNaturalEarth1().fitExtent(
    [
      [EDGE, EDGE],
      [WIDTH - EDGE, HEIGHT - EDGE],
    ],
    { type: "Sphere" },
  );
  const path = geoPath(projection).digits(1);
  const parts = new Map<string, Feature<Geometry>[]>();
  for (const land of feature(atlas, atlas.objects.countries).features) {
    const code = CODE_OF.get(String(land.id)) ?? CODE_OF_NAME.get(land.properties.name);
    if (code) parts.set(code, [...(parts.get(code) ?? []), land]);
  }
  const lands = [...parts].map(([code, features]): Land => {
    const d = features.map((one) => path(one) ?? "").join("");
    return { code, d, middle: middle(projection, features), small: false };
  });
  const dots = [...DOTS].map(([code, place]): Land => {
    const [x, y] = projection([place[0], place[1]]) ?? [0, 0];
    return { code, d: disc(x, y), middle: [x, y], small: true };
  });
  return {
    lands: [...lands, ...dots],
    sphere: path({ type: "Sphere" }) ?? "",
    project: (longitude, latitude) => projection([longitude, latitude]),
    cells: (boxes) => boxes.map((box) => cell(projection, box)).join(""),
  };
}

/** A point of the largest part, so that a label of the United States stands on the mainland. */
function middle(projection: GeoProjection, features: readonly Feature<Geometry>[]): readonly [number, number] {
  const path = geoPath(projection);
  const polygons = features.flatMap(({ geometry }): Geometry[] =>
    geometry.type === "MultiPolygon"
      ? geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }))
      : [geometry],
  );
  const largest = polygons.sort((a, b) => path.area(b) - path.area(a))[0];
  const [x, y] = largest ? path.centroid(largest) : [0, 0];
  return [x, y];
}

function disc(x: number, y: number): string {
  return `M${(x - DOT).toFixed(1)} ${y.toFixed(1)}a${DOT} ${DOT} 0 1 0 ${2 * DOT} 0a${DOT} ${DOT} 0 1 0 ${-2 * DOT} 0Z`;
}

function cell(projection: GeoProjection, [west, south, east, north]: Box): string {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ] as const;
  const points = corners.map((corner) => projection([corner[0], corner[1]]));
  return `M${points.map((point) => (point ?? [0, 0]).map((side) => side.toFixed(1)).join(" ")).join("L")}Z`;
}

/** The land that lies nearest in a direction (radians, 0 to the east, clockwise), or the same one. */
export function towards(lands: readonly Land[], from: Land, angle: number): Land {
  let best = from;
  let least = Infinity;
  for (const land of lands) {
    const [dx, dy] = [land.middle[0] - from.middle[0], land.middle[1] - from.middle[1]];
    const far = Math.hypot(dx, dy);
    if (land === from || far < 0.01) continue;
    const off = Math.abs(Math.atan2(Math.sin(Math.atan2(dy, dx) - angle), Math.cos(Math.atan2(dy, dx) - angle)));
    if (off > Math.PI / 3) continue;
    const cost = far * (1 + 2 * off);
    if (cost < least) [best, least] = [land, cost];
  }
  return best;
}
