// One small dialog for every choice: type a few letters, arrows, Enter. It holds the focus while open and gives it back.
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/translate";

export interface Option {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

interface Question {
  readonly title: string;
  readonly options: readonly Option[];
  /** Whether something that is not in the list may be given. */
  readonly free: boolean;
  readonly answer: (value: string | undefined) => void;
}

const open = signal<Question | undefined>(undefined);

/** Asks for one of these; nothing when the user thinks better of it. */
export function choose(title: string, options: readonly Option[], free = false): Promise<string | undefined> {
  return new Promise((resolve) => {
    const before = document.activeElement as HTMLElement | null;
    open.value = {
      title,
      options,
      free,
      answer: (value) => {
        open.value = undefined;
        before?.focus();
        resolve(value);
      },
    };
  });
}

export function ChooserPlace() {
  const now = open.value;
  return now ? <Chooser key={now.title} {...now} /> : null;
}

function Chooser({ title, options, free, answer }: Question) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = options.filter((one) => `${one.text} ${one.hint ?? ""} ${one.value}`.toLocaleLowerCase().includes(wanted));
  const best = Math.min(at, Math.max(fits.length - 1, 0));
  const take = () => {
    const found = fits[best];
    if (found && !(free && wanted && found.text.toLocaleLowerCase() !== wanted && best === 0)) answer(found.value);
    else if (free && typed.trim()) answer(typed.trim());
  };
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    const steps: Record<string, () => void> = {
      ArrowDown: () => setAt(Math.min(best + 1, fits.length - 1)),
      ArrowUp: () => setAt(Math.max(best - 1, 0)),
      Enter: take,
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    step();
  };
  return (
    <dialog ref={dialog} class="chooser" aria-label={title} onCancel={() => answer(undefined)} onKeyDown={pressed}>
      <h2>{title}</h2>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="chooser-list"
        aria-activedescendant={fits.length ? `chooser-${best}` : undefined}
        aria-label={title}
        autocomplete="off"
        value={typed}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      <ul id="chooser-list" role="listbox" aria-label={title}>
        {fits.map((one, index) => (
          <li
            key={one.value}
            id={`chooser-${index}`}
            role="option"
            aria-selected={index === best}
            onClick={() => answer(one.value)}
          >
            <span>{one.text}</span>
            {one.hint && <span class="quiet small">{one.hint}</span>}
          </li>
        ))}
      </ul>
      {fits.length === 0 && (
        <p class="quiet small">{free ? t("Press Enter to use what you typed.") : t("Nothing like this.")}</p>
      )}
    </dialog>
  );
}
