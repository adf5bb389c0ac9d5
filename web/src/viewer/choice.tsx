// A field with completion: letters narrow the list, arrows move in it, Enter takes what is marked. WAI-ARIA combobox.

import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";

import { matching, type Value } from "./vocabulary";

interface Props<T extends Value> {
  readonly label: string;
  readonly values: readonly T[];
  /** Free words are taken too, not only what is listed. */
  readonly free: boolean;
  readonly hint?: string;
  readonly first?: string;
  readonly onTaken: (value: string, listed: T | null) => void;
  readonly onLeft: () => void;
}

const SHOWN = 9;
const LONG = 60;

export function Choice<T extends Value>({ label, values, free, hint, first = "", onTaken, onLeft }: Props<T>) {
  const written = useSignal(first);
  const place = useSignal(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  // Before the next key comes: none of what is typed may be lost.
  useLayoutEffect(() => field.current?.focus(), []);

  // A long list says nothing before a letter is typed.
  const asked = written.value.trim() !== "" || values.length <= LONG;
  const found = asked ? matching(values, written.value).slice(0, SHOWN) : [];
  const marked = Math.min(place.value, found.length - 1);
  const take = (value: T | undefined) => {
    if (value) onTaken(value.name, value);
    else if (free) onTaken(written.value.trim(), null);
  };
  const keyed = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.key];
    if (move !== undefined) place.value = Math.max(0, Math.min(found.length - 1, marked + move));
    else if (event.key === "Enter") take(free && !found.length ? undefined : found[marked]);
    else if (event.key === "Escape") onLeft();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="complete">
      <label>
        <span translate={false}>{label}</span>
        <input
          ref={field}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={marked >= 0 && found.length ? `${list}-${marked}` : undefined}
          placeholder={hint}
          value={written.value}
          onInput={(event) => {
            written.value = event.currentTarget.value;
            place.value = 0;
          }}
          onKeyDown={keyed}
        />
      </label>
      <ul id={list} role="listbox" aria-label={label} translate={false}>
        {found.map((value, index) => (
          <li
            key={value.name}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === marked}
            onMouseDown={(event) => {
              event.preventDefault();
              take(value);
            }}
          >
            <b>{value.name}</b> {value.label === value.name ? "" : value.label}
          </li>
        ))}
      </ul>
    </div>
  );
}
