import type { Severity } from '../../control/index.ts'

/** Colours text for a terminal, or leaves it as it is. Every text that it is given must be `visible` already. */
export interface Paint {
  readonly bold: (shown: string) => string
  readonly faint: (shown: string) => string
  readonly good: (shown: string) => string
  readonly bad: (shown: string) => string
  readonly warn: (shown: string) => string
  readonly severity: (severity: Severity, shown: string) => string
}

/** The sixteen colours only, which follow the reader's own theme. */
export function openPaint(colour: boolean): Paint {
  const sgr = (codes: string) => (shown: string) =>
    colour && shown !== '' ? `\u001b[${codes}m${shown}\u001b[0m` : shown
  const bySeverity: Readonly<Record<Severity, (shown: string) => string>> = {
    critical: sgr('1;97;41'),
    high: sgr('1;31'),
    medium: sgr('1;33'),
    low: sgr('36'),
  }
  return {
    bold: sgr('1'),
    faint: sgr('2'),
    good: sgr('32'),
    bad: sgr('31'),
    warn: sgr('33'),
    severity: (severity, shown) => bySeverity[severity](shown),
  }
}
