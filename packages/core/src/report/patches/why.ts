import type { Exploited, Priority } from '../../advisory/index.ts'
import { render, type Locale } from '../../text/index.ts'
import { visible } from '../escape.ts'
import { decisionWords, markWords, say } from './words.ts'

/** Why it comes where it comes. */
export function whyOf({ exploited, decision, cvss, epss }: Priority, locale: Locale): string {
  return [
    ...(exploited ? [wordMark(exploited, locale)] : []),
    ...(cvss ? [render(say.cvss, locale, { score: cvss.score.toFixed(1), by: visible(cvss.by) })] : []),
    ...(epss === undefined ? [] : [render(say.epss, locale, { percent: (epss * 100).toFixed(1) })]),
    ...(decision ? [render(say.decision, locale, { decision: render(decisionWords[decision], locale) })] : []),
  ].join(' · ')
}

function wordMark({ since, ransomware, source }: Exploited, locale: Locale): string {
  const named = Object.hasOwn(markWords, source) ? markWords[source] : undefined
  const who = named ? render(named, locale) : visible(source)
  if (since === undefined) return render(ransomware ? say.ransomware : say.exploited, locale, { source: who })
  return render(ransomware ? say.ransomwareSince : say.exploitedSince, locale, { since, source: who })
}
