// Links: the queue of pairs that wait for a verdict, or the neighbourhood of one series with what joins it.
import type { ScreenProps } from "../screens";
import { Queue } from "./queue";
import { Neighbourhood } from "./neighbourhood";
import "../viewer/shared.css";
import "../compare/compare.css";
import "./links.css";

export default function LinksScreen({ route }: ScreenProps) {
  const series = Number(route.parts[0]) || null;
  return series === null ? <Queue route={route} /> : <Neighbourhood key={series} series={series} depth={Number(route.params.get("depth")) || 1} />;
}
