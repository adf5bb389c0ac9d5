// The expert desk: what is asked of me, and what we asked of others. Only sanitised crops are shown here.
import type { ScreenProps } from "../screens";
import { Ask } from "./ask";
import { Desk } from "./desk";
import "../parts/desk.css";
import "../viewer/shared.css";
import "./questions.css";

export default function QuestionsScreen({ route }: ScreenProps) {
  const [which] = route.parts;
  const series = Number(route.params.get("series")) || null;
  if (which === "ask") return <Ask key={series} series={series} clue={Number(route.params.get("clue")) || null} />;
  return <Desk chosen={Number(which) || null} asked={route.params.get("side") === "asked"} />;
}
