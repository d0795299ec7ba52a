/** Most severe first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const
export type Severity = (typeof severities)[number]

/** The words of the vendor's two ages, of CSAF and of the CVSS scale, in ours. */
const WORDS: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  important: 'high',
  high: 'high',
  moderate: 'medium',
  medium: 'medium',
  low: 'low',
}

export const severityOfWord = (word: string): Severity | undefined => WORDS[word.trim().toLowerCase()]

/** The qualitative scale of CVSS 3 and 4 (FIRST); 0 is no flaw and counts as low. */
export function severityOfScore(score: number): Severity {
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  return score >= 4 ? 'medium' : 'low'
}
