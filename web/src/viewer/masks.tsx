// People are covered before anything is indexed or shared. A machine proposes, a person decides; nobody is recognised.

import type { MaskShown } from "../api/types";
import { t } from "../i18n";

interface Props {
  /** Rejected ones are left out. */
  readonly masks: readonly MaskShown[];
  readonly chosen: string | null;
  readonly onChosen: (id: string) => void;
  readonly onConfirmed: (mask: MaskShown) => void;
  readonly onRemoved: (mask: MaskShown) => void;
  readonly onDraw: () => void;
}

export function maskName(id: number): string {
  return `mask-${id}`;
}

export function MaskPanel({ masks, chosen, onChosen, onConfirmed, onRemoved, onDraw }: Props) {
  return (
    <section class="masks" aria-label={t("People masks")}>
      <h2>
        {t("People masks")}
        <button type="button" class="bare" onClick={onDraw}>
          {t("Draw")}
        </button>
      </h2>
      {masks.length === 0 && <p class="quiet">{t("Nothing is covered in this picture.")}</p>}
      <ul>
        {masks.map((mask) => {
          const name = maskName(mask.id);
          const waits = mask.state === "proposed";
          return (
            <li key={mask.id} class={`mask state-${mask.state}${name === chosen ? " chosen" : ""}`}>
              <button type="button" class="plain" aria-pressed={name === chosen} onClick={() => onChosen(name)}>
                <span>
                  {waits ? t("? Proposed mask") : t("✓ Mask")} <small class="quiet" translate={false}>{mask.drawn_by}</small>
                </span>
              </button>
              {waits && (
                <button type="button" class="yes" onClick={() => onConfirmed(mask)}>
                  {t("Confirm")}
                </button>
              )}
              <button type="button" class="no" onClick={() => onRemoved(mask)}>
                {t("Remove")}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
