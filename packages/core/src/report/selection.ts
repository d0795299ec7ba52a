import type { Selection } from '../assess/index.ts'
import { frameworkNames, parseFramework } from '../control/index.ts'
import { render, text, type Locale } from '../text/index.ts'
import { shorten } from './escape.ts'
import { areaWords, countWords, severityWords } from './words.ts'

const say = {
  areas: text('area {names}', '分野 {names}'),
  severity: text('severity {name} or above', '重大度「{name}」以上'),
  controls: text('controls {names}', 'コントロール {names}'),
  frameworks: text('framework {names}', 'フレームワーク {names}'),
  exclude: text('without {names}', '{names} を除く'),
  asked: text('{asked} of {of} controls', '全 {of} 件中 {asked} 件のコントロール'),
}

/** What a filter asked for, and how little of the catalogue that is: `area Patches; 7 of 159 controls`. */
export function wordSelection(selection: Selection, locale: Locale): string {
  const { areas, severity, controls, frameworks, exclude, asked, of } = selection
  const ja = locale === 'ja'
  const list = (names: readonly string[]) => shorten(names.join(ja ? '、' : ', '), 300)
  const said = [
    ...(areas
      ? [render(say.areas, locale, { names: list(areas.map((area) => render(areaWords[area], locale))) })]
      : []),
    ...(severity ? [render(say.severity, locale, { name: render(severityWords[severity], locale) })] : []),
    ...(controls ? [render(say.controls, locale, { names: list(controls) })] : []),
    ...(frameworks ? [render(say.frameworks, locale, { names: list(frameworks.map(wordFramework)) })] : []),
    ...(exclude ? [render(say.exclude, locale, { names: list(exclude) })] : []),
    render(say.asked, locale, { asked: countWords(asked), of: countWords(of) }),
  ]
  return said.join(ja ? '、' : '; ')
}

/** `nist80053r5:AC-7` as `NIST SP 800-53 r5 AC-7`. */
function wordFramework(asked: string): string {
  const query = parseFramework(asked)
  if (!query) return asked
  return query.item === '*' ? frameworkNames[query.framework] : `${frameworkNames[query.framework]} ${query.item}`
}
