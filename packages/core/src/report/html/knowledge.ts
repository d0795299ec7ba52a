import { OLD_AFTER_DAYS } from '../../advisory/index.ts'
import type { Assessment } from '../../assess/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { knowledgeWords as said, reportKnowledge, wordOrigin, wordRenewal, type ReportKnowledge } from '../knowledge.ts'
import { countWords, momentWords } from '../words.ts'
import { html, type Markup } from './markup.ts'
import { objectsTable } from './table.ts'

const COLUMNS = [said.feed, said.asOf, said.age, said.records, said.state]

/** Which knowledge patches were judged by, and how old each feed of it is. */
export function knowledgeSection({ context }: Assessment, locale: Locale): Markup {
  const known = reportKnowledge(context)
  const renewal = wordRenewal(known, locale)
  return html`<section aria-labelledby="knowledge">
    <h2 id="knowledge">${render(said.title, locale)}</h2>
    <div class="card">
      <p>${wordOrigin(known, locale)}</p>
      ${
        known.trouble === undefined
          ? ''
          : html`<p><strong>${render(said.instead, locale, { why: known.trouble })}</strong></p>`
      }${renewal === undefined ? '' : html`<p><strong>${renewal}</strong></p>`}
      ${objectsTable(
        'knowledge',
        COLUMNS.map((label) => render(label, locale)),
        known.feeds.map(
          (feed) =>
            html`<tr>
              <td>${shorten(feed.feed, 80)}</td>
              <td>${feed.asOf ?? '—'}</td>
              <td class="num">${feed.days === null ? '—' : countWords(feed.days)}</td>
              <td class="num">${countWords(feed.records)}</td>
              <td>${stateOf(feed, locale)}</td>
            </tr>`,
        ),
      )}
    </div>
  </section>`
}

function stateOf({ asOf, old, trouble }: ReportKnowledge['feeds'][number], locale: Locale): string {
  const parts = [
    ...(asOf === null
      ? [render(said.neverRead, locale)]
      : old
        ? [render(said.old, locale, { days: OLD_AFTER_DAYS })]
        : []),
    ...(trouble ? [render(said.failed, locale, { at: momentWords(shorten(trouble.at, 40)), why: trouble.why })] : []),
  ]
  return parts.length === 0 ? render(said.fresh, locale) : parts.join(' / ')
}
