import type { Assessment, AttestationUse } from '../../assess/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { attestationWords, countWords, momentWords, verdictWords } from '../words.ts'
import { wordScope } from './back.ts'
import { NAME_LENGTH } from './front.ts'
import { html, type Markup } from './markup.ts'
import { say } from './words.ts'

const COLUMNS = [
  say.control,
  say.scope,
  say.verdict,
  say.attestedBy,
  say.attestedOn,
  say.attestedEvidence,
  say.expires,
  say.state,
  say.answered,
]

/** Every attestation that was given, in force or not. */
export function attestationSection({ attestations }: Assessment, locale: Locale): Markup {
  const head = html`<h2 id="attestations">${render(say.attestations, locale)}</h2>`
  if (attestations.length === 0)
    return html`<section aria-labelledby="attestations">
      ${head}
      <p>${render(say.noAttestations, locale)}</p>
    </section>`
  return html`<section aria-labelledby="attestations">
    ${head}
    <div class="card">
      <div class="scroll" tabindex="0" role="group" aria-labelledby="attestations">
        <table class="objects">
          <caption>
            ${render(say.attestationsCaption, locale)}
          </caption>
          <thead>
            <tr>
              ${COLUMNS.map((label) => html`<th scope="col">${render(label, locale)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${attestations.map((use) => attestationRow(use, locale))}
          </tbody>
        </table>
      </div>
    </div>
  </section>`
}

function attestationRow({ attestation, state, matched }: AttestationUse, locale: Locale): Markup {
  const { control, scope = { all: true }, verdict, by, role, date, evidence, expires } = attestation
  return html`<tr>
    <th scope="row">${control}</th>
    <td>${shorten(wordScope({ scope }, locale), NAME_LENGTH)}</td>
    <td>${render(verdictWords[verdict], locale)}</td>
    <td>${shorten(role === undefined ? by : `${by} (${role})`, 160)}</td>
    <td>${momentWords(shorten(date, 80))}</td>
    <td>${shorten(evidence, 600)}</td>
    <td>${momentWords(shorten(expires, 80))}</td>
    <td>${render(attestationWords[state], locale)}</td>
    <td class="num">${countWords(matched)}</td>
  </tr>`
}
