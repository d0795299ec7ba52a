import type { Day } from '@sakimori/core/advisory'
import { dayOf } from '../read/day.ts'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * The day that a text for people names: `2026-07-29…`, `2026/07/29`, `03 September 2026`, `September 3, 2026`,
 * `2026年8月5日`. Absent where it names none that was.
 */
export function dayIn(said: string | undefined): Day | undefined {
  const text = said?.slice(0, 500) ?? ''
  const plain = /(?<!\d)(\d{4})[-/年]\s?(\d{1,2})[-/月]\s?(\d{1,2})(?!\d)/.exec(text)
  if (plain) return dayOf([plain[1], two(plain[2]), two(plain[3])].join('-'))
  const worded =
    /(?<!\d)(?<d>\d{1,2})(?:st|nd|rd|th)?\s+(?<m>[a-z]{3,9})\.?,?\s+(?<y>\d{4})(?!\d)/i.exec(text) ??
    /(?<m>[a-z]{3,9})\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>\d{4})(?!\d)/i.exec(text)
  const { d, m = '', y } = worded?.groups ?? {}
  return dayOf([y, two(String(MONTHS.indexOf(m.slice(0, 3).toLowerCase()) + 1)), two(d)].join('-'))
}

const two = (digits = '') => digits.padStart(2, '0')
