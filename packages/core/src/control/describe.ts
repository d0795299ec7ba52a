import { render, text, type Locale } from '../text/index.ts'
import type { Expectation, Scalar } from './expectation.ts'

const worded = {
  is: text('{value}', '{value}'),
  oneOf: text('one of {values}', '{values} のいずれか'),
  not: text('anything but {value}', '{value} 以外'),
  between: text('{min} to {max}', '{min}〜{max}'),
  atLeast: text('{min} or more', '{min} 以上'),
  nonEmpty: text('not empty', '空でないこと'),
  absent: text('not set', '未設定'),
  absentOr: text('not set, or {then}', '未設定、または {then}'),
  containsAll: text('contains {values}', '{values} を含むこと'),
  within: text('nothing but {values}', '{values} のみ'),
} as const

/** Words an expectation for a reader. */
export function describe(expectation: Expectation, locale: Locale): string {
  const join = (values: readonly Scalar[]) => values.map((value) => quote(value)).join(locale === 'ja' ? '、' : ', ')
  switch (expectation.op) {
    case 'is':
      return render(worded.is, locale, { value: quote(expectation.value) })
    case 'oneOf':
      return render(worded.oneOf, locale, { values: join(expectation.values) })
    case 'not':
      return render(worded.not, locale, { value: quote(expectation.value) })
    case 'between':
      return render(worded.between, locale, { min: expectation.min, max: expectation.max })
    case 'atLeast':
      return render(worded.atLeast, locale, { min: expectation.min })
    case 'nonEmpty':
      return render(worded.nonEmpty, locale)
    case 'absent':
      return render(worded.absent, locale)
    case 'absentOr':
      return render(worded.absentOr, locale, { then: describe(expectation.then, locale) })
    case 'containsAll':
      return render(worded.containsAll, locale, { values: join(expectation.values) })
    case 'within':
      return render(worded.within, locale, { values: join(expectation.values) })
  }
}

const quote = (value: Scalar) => (typeof value === 'string' ? `"${value}"` : String(value))
