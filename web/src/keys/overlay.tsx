// `?`: every key of this screen and of the page, and the place to change them.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/translate";
import { keepKeys } from "../preferences";
import { route } from "../router";
import { KeyCaps } from "./caps";
import { SCOPES } from "./catalogue";
import { clashes, describe, hasOwn, keysOf, own, remap, type Action, type Scope } from "./model";

const open = signal(false);
const asking = signal<Action | undefined>(undefined);

export function showKeys(): void {
  open.value = true;
}

export function KeysPlace() {
  return open.value ? <Overlay /> : null;
}

function Overlay() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    return () => before?.focus();
  }, []);
  const here = SCOPES.filter((scope) => scope.name === "page" || scope.name === route.value.screen);
  const shown = here.length > 1 ? [...here].reverse() : [...SCOPES];
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    const action = asking.value;
    if (action) {
      event.preventDefault();
      if (!["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(event.key)) take(action, event);
    } else if (event.key === "?") open.value = false;
  };
  return (
    <dialog
      ref={dialog}
      class="keys"
      aria-label={t("Keys")}
      onKeyDown={pressed}
      onCancel={(event) => {
        if (asking.value) event.preventDefault();
        else open.value = false;
      }}
      onClose={() => (open.value = false)}
    >
      <header class="keys-head">
        <h1>{t("Keys")}</h1>
        <p class="quiet">{t("Press a key's button to put another key in its place.")}</p>
        {hasOwn.value && (
          <button type="button" onClick={forgetAll}>
            {t("All as they were")}
          </button>
        )}
        <button type="button" onClick={() => (open.value = false)}>
          {t("Close")}
        </button>
      </header>
      <Clashes />
      <div class="keys-lists">
        {shown.map((scope) => (
          <KeyList key={scope.name} scope={scope} />
        ))}
      </div>
    </dialog>
  );
}

function KeyList({ scope }: { scope: Scope }) {
  return (
    <section>
      <h2>{scope.title()}</h2>
      <ul>
        {scope.actions.map((action) => (
          <li key={action.id}>
            <span>{action.label()}</span>
            <button
              type="button"
              class="bare"
              aria-label={t("Change the key for: {what}", { what: action.label() })}
              onClick={() => (asking.value = action)}
            >
              {asking.value?.id === action.id ? <em>{t("press a key…")}</em> : <KeyCaps keys={shownKeys(action)} />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Clashes() {
  const found = clashes(SCOPES);
  if (found.length === 0) return null;
  return (
    <div role="alert" class="keys-clash">
      {found.map(([first, second, key]) => (
        <p key={`${first.id} ${second.id}`}>
          {t("{key} is used twice: “{first}” and “{second}”.", { key, first: first.label(), second: second.label() })}
        </p>
      ))}
    </div>
  );
}

/** With Shift a direction selects on the way: the plain key is enough to show. */
function shownKeys(action: Action): readonly string[] {
  return keysOf(action).filter((key, _at, all) => !(key.startsWith("Shift+") && all.includes(key.slice("Shift+".length))));
}

function take(action: Action, event: KeyboardEvent): void {
  asking.value = undefined;
  if (event.key !== "Escape") remap(action, [describe(event)]);
  keepKeys(own.value);
}

function forgetAll(): void {
  for (const scope of SCOPES) for (const action of scope.actions) remap(action, undefined);
  keepKeys(own.value);
}
