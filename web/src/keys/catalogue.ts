// Every scope of keys, in the order of the overlay: one line each.
import { BOARD_KEYS } from "../board/keys";
import { DAY_KEYS } from "../day/keys";
import { COMPARE_KEYS } from "../compare/keys";
import { LEADS_KEYS } from "../leads/keys";
import { LINKS_KEYS } from "../links/keys";
import { QUESTIONS_KEYS } from "../questions/keys";
import { TRIAGE_KEYS } from "../triage/keys";
import { MEDIA_KEYS } from "../viewer/keys";
import { WHERE_KEYS } from "../where/keys";
import type { Scope } from "./model";
import { PAGE_KEYS } from "./page";

export const SCOPES: readonly Scope[] = [PAGE_KEYS, BOARD_KEYS, TRIAGE_KEYS, MEDIA_KEYS, COMPARE_KEYS, LINKS_KEYS, WHERE_KEYS, QUESTIONS_KEYS, LEADS_KEYS, DAY_KEYS];
