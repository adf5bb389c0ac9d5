// A second officer lets a question out, to the agencies whose answer is expected to tell most.
import { useSignal } from "@preact/signals";
import { call } from "../api/client";
import type { Offers, OfferShown, QuestionRow } from "../api/types";
import { country, number, t } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Loading, Trouble } from "../parts/states";
import { may } from "../session";
import { sendOn } from "./question";

const FIRST = 5;

export function LetOut({ one }: { one: QuestionRow }) {
  if (one.by_me) return <p class="note">{t("You asked it: another officer lets it out.")}</p>;
  if (!may("releaser")) return <p class="note">{t("It waits for an officer who releases questions.")}</p>;
  return <Whom question={one.id} />;
}

function Whom({ question }: { question: number }) {
  const found = useLoaded((signal) => call<Offers>(`/api/questions/${question}/offers`, { signal }), [question]);
  if (found.error) return <Trouble error={found.error} again={found.again} />;
  if (!found.value) return <Loading />;
  return <Ticked question={question} offers={found.value.offers} />;
}

function Ticked({ question, offers }: { question: number; offers: readonly OfferShown[] }) {
  const likely = offers.filter((one) => one.gain > 0).slice(0, FIRST);
  const chosen = useSignal<ReadonlySet<string>>(new Set(likely.map((one) => one.agency)));
  const toggle = (agency: string) => {
    const next = new Set(chosen.value);
    if (!next.delete(agency)) next.add(agency);
    chosen.value = next;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void sendOn(question, "release", { to: [...chosen.value] });
      }}
    >
      <fieldset>
        <legend>{t("Who is asked: those whose answer is expected to tell most come first")}</legend>
        <table>
          <tbody>
            {offers.map((one) => (
              <tr key={one.agency}>
                <td>
                  <label class="tick">
                    <input type="checkbox" checked={chosen.value.has(one.agency)} onChange={() => toggle(one.agency)} />
                    <span translate={false}>{one.country ? country(one.country) : one.agency}</span>
                  </label>
                </td>
                <td class="figure quiet">{t("{n} bits", { n: number(one.gain, { maximumSignificantDigits: 2 }) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </fieldset>
      <button type="submit" class="primary" disabled={chosen.value.size === 0}>
        {t("Only the crop goes out: let it out")}
      </button>
    </form>
  );
}
