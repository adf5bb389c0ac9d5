// Why a machine thinks that two media belong together, what speaks for caution, and the verdict of a person.
import type { LinkShown } from "../api/types";
import { t, when } from "../i18n";
import { keysOf } from "../keys/model";
import { COMPARE_KEYS } from "./keys";
import { StrengthBadge } from "./strength";
import { chance, reason, strengthMeaning, verdictWord, type Verdict } from "./words";

interface Props {
  readonly shown: LinkShown;
  readonly busy: boolean;
  readonly onVerdict: (verdict: Verdict) => void;
  readonly onDeep: () => void;
  readonly onNext: () => void;
}

export function Reason({ shown, busy, onVerdict, onDeep, onNext }: Props) {
  const { link, warnings, mirrored, evidence } = shown;
  const rare = chance({ evidence });
  return (
    <header class="reason">
      <div class="said">
        <h1>
          <StrengthBadge strength={link.strength} />
          {reason({ kind: link.kind, mirrored, evidence, why: link.why })}
        </h1>
        <p class="quiet">
          L{link.id} · {strengthMeaning(link.strength, link.kind)} {rare}
        </p>
        {warnings.map((warning) => (
          <p key={warning} class="conflict">
            <strong>{t("Careful:")}</strong> {warning}
          </p>
        ))}
      </div>
      <div class="verdict" role="group" aria-label={t("Your verdict")}>
        {link.verdict && (
          <p class="quiet">
            {t("So far: {verdict}", { verdict: verdictWord(link.verdict) })}
            {link.decided_by ? `, ${link.decided_by}` : ""}
            {link.decided_at ? `, ${when(link.decided_at)}` : ""}
          </p>
        )}
        <p class="inline">
          <Button id="compare.same" look="yes" pressed={link.verdict === "confirmed"} busy={busy} onPress={() => onVerdict("confirmed")} />
          <Button id="compare.not" look="no" pressed={link.verdict === "rejected"} busy={busy} onPress={() => onVerdict("rejected")} />
          <Button id="compare.unsure" look="" pressed={link.verdict === "unsure"} busy={busy} onPress={() => onVerdict("unsure")} />
          <Button id="compare.next" look="bare" pressed={undefined} busy={busy} onPress={onNext} />
          <Button id="compare.deep" look="bare" pressed={undefined} busy={busy} onPress={onDeep} />
        </p>
      </div>
    </header>
  );
}

interface ButtonProps {
  readonly id: string;
  readonly look: string;
  readonly pressed: boolean | undefined;
  readonly busy: boolean;
  readonly onPress: () => void;
}

/** A button that shows the key which does the same. */
export function Button({ id, look, pressed, busy, onPress }: ButtonProps) {
  const action = COMPARE_KEYS.actions.find((one) => one.id === id);
  if (!action) return null;
  return (
    <button type="button" class={look} aria-pressed={pressed} disabled={busy} onClick={onPress}>
      {action.label()} <kbd>{keysOf(action)[0]}</kbd>
    </button>
  );
}
