// People are covered before anything is indexed or shared. A machine proposes, a person decides; nobody is recognised.

import { t } from "../i18n";
import type { Region } from "./region";

export interface Mask {
  readonly id: number;
  readonly region: Region;
  readonly state: "proposed" | "drawn" | "confirmed";
  readonly drawnBy: string;
}

interface Props {
  readonly masks: readonly Mask[];
  readonly chosen: number | null;
  readonly onChosen: (id: number) => void;
  readonly onConfirmed: (mask: Mask) => void;
  readonly onRemoved: (mask: Mask) => void;
  readonly onDraw: () => void;
}

export function MaskPanel({ masks, chosen, onChosen, onConfirmed, onRemoved, onDraw }: Props) {
  return (
    <section class="masks" aria-label={t("People masks")}>
      <h2>
        {t("People masks")}
        <button type="button" class="quiet" onClick={onDraw}>
          {t("Draw")}
        </button>
      </h2>
      {masks.length === 0 && <p class="quiet">{t("Nothing is covered in this picture.")}</p>}
      <ul>
        {masks.map((mask, index) => (
          <li key={mask.id} class={`mask state-${mask.state}${mask.id === chosen ? " chosen" : ""}`}>
            <button type="button" class="plain" aria-pressed={mask.id === chosen} onClick={() => onChosen(mask.id)}>
              {mask.state === "proposed"
                ? t("Proposed mask {number}", { number: index + 1 })
                : t("Mask {number}", { number: index + 1 })}{" "}
              <small class="quiet">{mask.drawnBy}</small>
            </button>
            {mask.state === "proposed" && (
              <button type="button" class="yes" onClick={() => onConfirmed(mask)}>
                {t("Confirm")}
              </button>
            )}
            <button type="button" class="no" onClick={() => onRemoved(mask)}>
              {t("Remove")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
