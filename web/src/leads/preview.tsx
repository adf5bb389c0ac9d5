// What the recipient will be told, in the order of the report: who, under which terms, what is believed, why, and the crops.
import type { CropShown } from "../api/types";
import { country, number, percent, t, tn, when } from "../i18n";
import { useLoaded } from "../parts/loaded";
import { Name } from "../parts/name";
import { kinds, labelled } from "../viewer/words";
import type { Kind } from "../viewer/vocabulary";
import type { Told, ToldClue } from "./words";

const NO_KINDS: readonly Kind[] = [];
const NAMED = 4;

export function Preview({ lead, told, crops }: { lead: number; told: Told; crops: readonly CropShown[] }) {
  return (
    <article class="paper" aria-label={t("What the recipient will be told")}>
      <Terms told={told} />
      {told.summary && (
        <section>
          <h2>{t("Summary")}</h2>
          <p class="prose">
            <Name text={told.summary} longest={4000} />
          </p>
        </section>
      )}
      <Believed told={told} />
      <Crops lead={lead} crops={crops} />
      <Reasons clues={told.clues} />
      <Rest told={told} />
    </article>
  );
}

function Terms({ told }: { told: Told }) {
  const { unit, person, email, phone, channel } = told.answer_to;
  return (
    <dl class="pairs">
      <dt>{t("To")}</dt>
      <dd>
        <strong>{country(told.recipient.country)}</strong>, <Name text={told.recipient.name} />{" "}
        <span class="quiet">{told.recipient.agency}</span>
      </dd>
      <dt>{t("From")}</dt>
      <dd>
        {country(told.sender.country)}, <Name text={told.sender.name} />
      </dd>
      <dt>{t("Answer to")}</dt>
      <dd>
        <Name text={[unit, person, email, phone, channel].filter(Boolean).join(" · ")} longest={120} />
      </dd>
      <dt>{t("Handling")}</dt>
      <dd>
        {told.handling.map((one) => (
          <p key={one.owner}>
            <span class="mono">
              {one.code} · TLP:{one.tlp}
            </span>{" "}
            {t("material of {agency}", { agency: one.owner })}
            {one.restriction && (
              <>
                {": "}
                <Name text={one.restriction} longest={300} />
              </>
            )}
          </p>
        ))}
      </dd>
      <dt>{t("Purpose")}</dt>
      <dd>
        <Name text={told.purpose} longest={400} />
      </dd>
      <dt>{t("Legal basis")}</dt>
      <dd>
        <Name text={told.legal_basis} longest={300} />
      </dd>
      <dt>{t("Good until")}</dt>
      <dd>{when(told.expires, "date")}</dd>
    </dl>
  );
}

function Believed({ told }: { told: Told }) {
  const found = told.hypothesis;
  const best = found?.shares[0];
  return (
    <section>
      <h2>{t("What is believed")}</h2>
      {!found || found.abstains || !best ? (
        <p>{t("The clues do not name a country.")}</p>
      ) : (
        <p>
          <strong>{country(best.country)}</strong>, {percent(Number(best.probability))}
          {" · "}
          <span class="quiet">
            {t("{share} lies in {countries}", { share: percent(0.9), countries: found.set90.slice(0, NAMED).map(country).join(", ") })}
          </span>
        </p>
      )}
    </section>
  );
}

function Crops({ lead, crops }: { lead: number; crops: readonly CropShown[] }) {
  return (
    <section>
      <h2>{tn("{n} crop goes along", "{n} crops go along", crops.length)}</h2>
      <p class="small quiet">{t("Parts of pictures, people masked, without metadata. No original goes along.")}</p>
      {crops.length === 0 ? (
        <p class="quiet">{t("No picture goes along.")}</p>
      ) : (
        <ul class="crops">
          {crops.map((one) => (
            <li key={one.name}>
              <figure>
                <img src={`/api/leads/${lead}/crops/${encodeURIComponent(one.name)}`} alt={one.caption} loading="lazy" />
                <figcaption class="small">
                  <span class="mono quiet">{one.name}</span> <Name text={one.caption} longest={80} />
                </figcaption>
              </figure>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Reasons({ clues }: { clues: readonly ToldClue[] }) {
  const words = useLoaded(kinds, []).value ?? NO_KINDS;
  return (
    <section>
      <h2>{tn("{n} clue", "{n} clues", clues.length)}</h2>
      <table>
        <tbody>
          {clues.map((one, index) => {
            const { label, valueLabel } = labelled(words, one.kind, one.value);
            return (
              <tr key={index}>
                <th scope="row">{label}</th>
                <td>
                  <Name text={valueLabel} longest={48} />
                  <p class="small quiet">
                    <Name text={one.reason} longest={220} />
                  </p>
                  {one.against && (
                    <p class="small warn">
                      {t("Against it:")} <Name text={one.against} longest={200} />
                    </p>
                  )}
                </td>
                <td class="small quiet">{one.nature === "fact" ? t("fact") : t("assessment")}</td>
                <td class="small mono quiet">{one.crops.join(" ")}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Rest({ told }: { told: Told }) {
  const { series, deconfliction, grade } = told;
  return (
    <dl class="pairs">
      <dt>{t("Series")}</dt>
      <dd>
        {series.reference}, {tn("{n} image", "{n} images", series.images)}, {tn("{n} video", "{n} videos", series.videos)}
      </dd>
      {deconfliction && (
        <>
          <dt>{t("De-confliction")}</dt>
          <dd>
            {deconfliction.known}
            <p class="small quiet">
              <Name text={deconfliction.note} longest={300} />
            </p>
          </dd>
        </>
      )}
      {grade && (
        <>
          <dt>{t("Grade")}</dt>
          <dd class="mono">
            {grade.source}
            {grade.information}
          </dd>
        </>
      )}
      <dt>{t("Also told")}</dt>
      <dd>
        {t("{links} links and the hashes of {media} media", { links: number(told.links.length), media: number(told.media.length) })}
      </dd>
      {told.not_known.length > 0 && (
        <>
          <dt>{t("Not known")}</dt>
          <dd>
            {told.not_known.map((one) => (
              <p key={one}>{one}</p>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
