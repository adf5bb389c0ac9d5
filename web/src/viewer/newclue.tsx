// A region was drawn: which kind of clue is it, and what does it say. One key for the kind, then the value.

import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";

import { Choice } from "./choice";
import { hint, keyed, type Kind } from "./vocabulary";
import { t } from "../i18n";

interface Props {
  readonly kinds: readonly Kind[];
  /** Kinds this officer used last, newest first: they get the first keys. */
  readonly used: readonly string[];
  readonly problem: string | null;
  readonly onSaved: (kind: string, value: string) => void;
  readonly onLeft: () => void;
}

export function NewClue({ kinds, used, problem, onSaved, onLeft }: Props) {
  const kind = useSignal<Kind | null>(null);
  const offered = keyed(kinds, used);
  const box = useRef<HTMLDivElement>(null);
  // The list has the keys whenever it is in view, after going back to it too.
  useLayoutEffect(() => {
    if (!kind.value) box.current?.focus();
  }, [kind.value]);

  const choose = (chosen: Kind) => {
    if (chosen.form === "empty") onSaved(chosen.name, "");
    else kind.value = chosen;
  };
  const pressed = (event: KeyboardEvent) => {
    if (kind.value || event.ctrlKey || event.metaKey || event.altKey) return;
    const found = offered.find((one) => one.key && one.key === event.key.toLowerCase());
    if (event.key === "Escape") onLeft();
    else if (found) choose(found.kind);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={box}
      class="newclue"
      tabIndex={-1}
      role="dialog"
      aria-label={t("New clue")}
      onKeyDown={pressed}
    >
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {kind.value ? (
        <Choice
          key={kind.value.name}
          label={kind.value.label}
          values={kind.value.values}
          free={kind.value.form !== "listed" || kind.value.several}
          hint={hint(kind.value.form)}
          onTaken={(value) => value && kind.value && onSaved(kind.value.name, value)}
          onLeft={() => (kind.value = null)}
        />
      ) : (
        <>
          <p class="quiet">{kinds.length ? t("What is it? One key.") : t("Loading…")}</p>
          <ul class="kinds" translate={false}>
            {offered.map((one) => (
              <li key={one.kind.name}>
                <button type="button" onClick={() => choose(one.kind)}>
                  <kbd>{one.key || "·"}</kbd> {one.kind.label}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
