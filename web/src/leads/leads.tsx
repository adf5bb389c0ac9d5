// Leads: the register, one lead with what its recipient will see, or the composing of a new one.
import { Empty } from "../parts/states";
import { t } from "../i18n";
import type { ScreenProps } from "../screens";
import { operation } from "../session";
import { Compose } from "./compose";
import { OneLead } from "./lead";
import { Register } from "./register";
import "../parts/desk.css";
import "./leads.css";

export default function LeadsScreen({ route }: ScreenProps) {
  const [which] = route.parts;
  const series = Number(route.params.get("series")) || null;
  if (which === "new") return <Compose key={series} series={series} country={route.params.get("country") ?? null} />;
  if (Number(which)) return <OneLead key={which} id={Number(which)} />;
  const shown = operation.value;
  if (!shown) return <Empty title={t("There is no operation yet.")} />;
  return <Register key={shown.id} id={shown.id} state={route.params.get("state") ?? ""} />;
}
