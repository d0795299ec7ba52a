import type { Assessment } from '../../assess/index.ts'
import { render } from '../../text/index.ts'
import { shorten } from '../escape.ts'
import { knowledgeWords as said, reportKnowledge, wordOrigin, wordRenewal } from '../knowledge.ts'
import { momentWords } from '../words.ts'
import type { Page } from './page.ts'

/** Which knowledge it was; of its feeds only those that a person must do something about, unless all are asked for. */
export function knowledgeRows({ context }: Assessment, { locale, verbose }: Page): (readonly [string, string])[] {
  const known = reportKnowledge(context)
  const renewal = wordRenewal(known, locale)
  const lines = [
    wordOrigin(known, locale),
    ...(known.trouble === undefined ? [] : [`⚠ ${render(said.instead, locale, { why: known.trouble })}`]),
    ...(renewal === undefined ? [] : [`⚠ ${renewal}`]),
    ...known.feeds
      .filter(({ trouble }) => verbose || trouble)
      .map(({ feed, asOf, days, records, trouble }) => {
        const name = shorten(feed, 60)
        const age =
          asOf === null || days === null
            ? render(said.never, locale, { feed: name })
            : render(said.feedLine, locale, { feed: name, asOf, days, records })
        return trouble
          ? `${age}; ${render(said.failed, locale, { at: momentWords(shorten(trouble.at, 40)), why: trouble.why })}`
          : age
      }),
  ]
  return lines.map((line, index) => [index === 0 ? render(said.label, locale) : '', line])
}
