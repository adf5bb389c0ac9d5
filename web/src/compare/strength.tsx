// Verified, possible, similar look only: three words, three marks, three looks, the same on every screen.

import { strengthMeaning, strengthWord, type Strength } from "./words";

const MARKS: Readonly<Record<Strength, string>> = { verified: "M2 8l4 4 8-9", possible: "M2 8h12", "similar look only": "M3 3l10 10M13 3L3 13" };

export function StrengthBadge({ strength }: { strength: Strength }) {
  return (
    <span class={`strength ${strength.replaceAll(" ", "-")}`} title={strengthMeaning(strength)}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path d={MARKS[strength]} />
      </svg>
      {strengthWord(strength)}
    </span>
  );
}
