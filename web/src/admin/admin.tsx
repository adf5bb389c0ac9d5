// Administration, audit and help: one page with parts, each of which the server gives only to whom it concerns.
import type { ComponentType } from "preact";
import { t } from "../i18n";
import { write } from "../router";
import type { ScreenProps } from "../screens";
import { Grants } from "./grants";
import { Help } from "./help";
import { KeyCards } from "./cards";
import { Log } from "./log";
import { Machine } from "./machine";
import { People } from "./people";
import "../parts/desk.css";
import "../questions/questions.css";
import "./admin.css";

const PARTS: readonly (readonly [name: string, title: () => string, part: ComponentType])[] = [
  ["people", () => t("Officers and agencies"), People],
  ["grants", () => t("Grants"), Grants],
  ["keys", () => t("Partners' keys"), KeyCards],
  ["log", () => t("Custody log"), Log],
  ["machine", () => t("This machine"), Machine],
  ["help", () => t("Help"), Help],
];

export default function Administration({ route }: ScreenProps) {
  const here = PARTS.find(([name]) => name === route.parts[0]) ?? PARTS[0];
  if (!here) return null;
  const [shown, , Part] = here;
  return (
    <div class="desk admin">
      <header class="desk-head">
        <h1>{t("Administration")}</h1>
        <nav class="sides" aria-label={t("Parts of the administration")}>
          {PARTS.map(([name, title]) => (
            <a key={name} href={write("admin", [name])} aria-current={name === shown ? "true" : undefined}>
              {title()}
            </a>
          ))}
        </nav>
      </header>
      <Part key={shown} />
    </div>
  );
}
