// Every screen of the page, in the order of the menu: one line each. A screen's code is fetched when it is first opened.
import type { ComponentType } from "preact";
import type { Route } from "./router";
import { t } from "./i18n/translate";

export interface ScreenProps {
  readonly route: Route;
}

export interface Screen {
  /** First part of the address. */
  readonly name: string;
  readonly title: () => string;
  /** Shown in the menu; a screen that needs an identifier is reached from another one. */
  readonly inMenu: boolean;
  readonly load: () => Promise<{ default: ComponentType<ScreenProps> }>;
}

export const SCREENS: readonly Screen[] = [
  { name: "operation", title: () => t("Operation"), inMenu: true, load: () => import("./operation/operation") },
  { name: "board", title: () => t("Series"), inMenu: true, load: () => import("./board/board") },
  { name: "triage", title: () => t("Triage"), inMenu: true, load: () => import("./triage/triage") },
  { name: "media", title: () => t("Media"), inMenu: false, load: () => import("./viewer/media") },
  { name: "compare", title: () => t("Compare"), inMenu: false, load: () => import("./compare/compare") },
  { name: "links", title: () => t("Links"), inMenu: true, load: () => import("./links/links") },
  { name: "where", title: () => t("Where"), inMenu: false, load: () => import("./where/where") },
  { name: "questions", title: () => t("Questions"), inMenu: true, load: () => import("./questions/questions") },
  { name: "leads", title: () => t("Leads"), inMenu: true, load: () => import("./leads/leads") },
  { name: "day", title: () => t("My day"), inMenu: true, load: () => import("./day/day") },
  { name: "admin", title: () => t("Administration"), inMenu: true, load: () => import("./admin/admin") },
];

export function screenNamed(name: string): Screen | undefined {
  return SCREENS.find((one) => one.name === name);
}
