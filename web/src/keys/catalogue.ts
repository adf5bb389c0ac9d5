// Every scope of keys, in the order of the overlay: one line each.
import { BOARD_KEYS } from "../board/keys";
import { TRIAGE_KEYS } from "../triage/keys";
import type { Scope } from "./model";
import { PAGE_KEYS } from "./page";

export const SCOPES: readonly Scope[] = [PAGE_KEYS, BOARD_KEYS, TRIAGE_KEYS];
