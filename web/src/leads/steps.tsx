// The three deliberate steps by which a lead goes out: proposed, approved by a second officer who types the country, sealed.
// What cannot be called back is the only thing on the page that asks for more than one key.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { act, changed, complain } from "../acts";
import { call } from "../api/client";
import type { LeadRow, LeadShown, Sealed } from "../api/types";
import { country, number, t, when } from "../i18n";
import { Name } from "../parts/name";
import { toast } from "../parts/toast";
import { may, me } from "../session";
import type { Send } from "./lead";
import { Urgent } from "./urgent";
import { isOpen } from "./words";

interface Props {
  readonly shown: LeadShown;
  readonly send: Send;
  readonly again: () => void;
}

export function Steps({ shown, send, again }: Props) {
  const { lead } = shown;
  const proposed = lead.signed.find((one) => one.said === "proposed");
  const out = !isOpen(lead.state) && lead.state !== "withdrawn";
  return (
    <section>
      <h2>{t("Three steps")}</h2>
      <ol class="steps">
        <Step done={proposed !== undefined} title={t("An officer proposes it")}>
          {proposed ? <SignedBy lead={lead} said="proposed" /> : <p class="quiet">{t("Not proposed: change it, and your signature is set anew.")}</p>}
        </Step>
        <Step done={lead.state !== "proposed" && lead.state !== "draft" && lead.state !== "withdrawn"} title={t("A second officer approves it")}>
          <SignedBy lead={lead} said="approved" />
          {lead.state === "proposed" && <Approve lead={lead} proposer={proposed?.officer ?? ""} send={send} />}
        </Step>
        <Step done={out} title={t("It is sealed and goes out")}>
          {lead.state === "approved" && <Seal lead={lead} again={again} />}
          {lead.sealed_at && <p class="quiet">{when(lead.sealed_at)}</p>}
        </Step>
      </ol>
      {lead.urgent && <p class="note note-warn">{t("Released urgently by one officer; the package says so.")}</p>}
      {lead.review_due && <Review due={lead.review_due} send={send} />}
      {lead.state === "withdrawn" && <p class="note">{t("It was given up and never left.")}</p>}
      {isOpen(lead.state) && <Exits lead={lead} send={send} />}
      <p class="small quiet digest">
        {t("Officers sign the hash of the contents:")} <span class="mono">{shown.digest.slice(0, 16)}…</span>
      </p>
    </section>
  );
}

function Step({ done, title, children }: { done: boolean; title: string; children: ComponentChildren }) {
  return (
    <li data-done={done}>
      <p class="step-title">
        {title} {done && <span class="good">✓ <span class="unseen">{t("done")}</span></span>}
      </p>
      {children}
    </li>
  );
}

function SignedBy({ lead, said }: { lead: LeadRow; said: string }) {
  return (
    <>
      {lead.signed
        .filter((one) => one.said === said)
        .map((one) => (
          <p key={one.at} class="quiet">
            <Name text={one.officer} longest={40} />, {one.agency}, {when(one.at)}
          </p>
        ))}
    </>
  );
}

function Approve({ lead, proposer, send }: { lead: LeadRow; proposer: string; send: Send }) {
  const typed = useSignal("");
  if (!may("releaser")) return <p class="quiet">{t("It waits for an officer who releases leads.")}</p>;
  if (proposer === me.value?.name) return <p class="quiet">{t("You proposed it: it waits for another officer.")}</p>;
  const approve = (event: Event) => {
    event.preventDefault();
    void send("/approve", { country: typed.value.trim() });
  };
  return (
    <form onSubmit={approve}>
      <label class="field">
        <span>{t("Type the code of the country that receives it")}</span>
        <input
          id="typed-country"
          type="text"
          autocomplete="off"
          spellcheck={false}
          maxLength={3}
          size={6}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </label>
      {typed.value.trim().length >= 2 && (
        <p class={typed.value.trim().toUpperCase() === lead.country ? "good" : "bad"}>
          {typed.value.trim().toUpperCase() === lead.country
            ? t("{country}: as on the left.", { country: country(lead.country) })
            : t("This is not the country on the left.")}
        </p>
      )}
      <button type="submit" class="primary" disabled={typed.value.trim().length < 2}>
        {t("I have read it: approve")}
      </button>
    </form>
  );
}

function Seal({ lead, again }: { lead: LeadRow; again: () => void }) {
  const busy = useSignal(false);
  if (!may("releaser")) return <p class="quiet">{t("It waits for an officer who releases leads.")}</p>;
  const seal = async () => {
    busy.value = true;
    try {
      const sealed = await act(() => call<Sealed>(`/api/leads/${lead.id}/seal`, { method: "PUT" }));
      toast({ text: t("{number} is sealed, {size} kB, and lies in the outbox.", { number: sealed.number, size: number(Math.ceil(sealed.size / 1000)) }) });
      changed.value = { at: changed.value.at + 1, by: undefined, done: undefined };
    } catch (error) {
      complain(error);
      again();
    } finally {
      busy.value = false;
    }
  };
  return (
    <>
      <p>{t("Only {agency} can open it. A sealed package cannot be called back.", { agency: lead.agency })}</p>
      <button type="button" class="primary" disabled={busy.value} onClick={() => void seal()}>
        {busy.value ? t("Sealing…") : t("Seal it for {country}", { country: country(lead.country) })}
      </button>
    </>
  );
}

function Review({ due, send }: { due: string; send: Send }) {
  return (
    <div class="note note-warn">
      <p>{t("A second officer reviews this urgent release by {when}.", { when: when(due) })}</p>
      {may("releaser") && (
        <button type="button" onClick={() => void send("/review")}>
          {t("I have reviewed it")}
        </button>
      )}
    </div>
  );
}

function Exits({ lead, send }: { lead: LeadRow; send: Send }) {
  return (
    <div class="exits">
      {lead.state !== "approved" && may("releaser") && <Urgent send={send} />}
      <details>
        <summary>{t("Give this lead up")}</summary>
        <p class="quiet">{t("It is kept in the register as withdrawn and never goes out.")}</p>
        <button type="button" class="no" onClick={() => void send("/withdraw")}>
          {t("Withdraw it")}
        </button>
      </details>
    </div>
  );
}
