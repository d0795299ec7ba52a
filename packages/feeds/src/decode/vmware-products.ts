import type { Product } from '@sakimori/core/advisory'

/**
 * The vendor's words for what we judge. Suites hold hosts and vCenter Server; VCF Operations and its like do not, and the
 * portal cuts long lists in the middle of a word (`VMware Cloud Foundation Oper...`).
 */
const WORDS: readonly (readonly [RegExp, readonly Product[]])[] = [
  [/\bESXi?\b/, ['esx']],
  [/\bvCenter\b/i, ['vcenter']],
  [/\bVMware Tools\b/i, ['tools']],
  [/\b(?:Cloud Foundation|vSphere Foundation|VCF|VVF)\b(?! ?(?:[A-Z]|\.\.\.))/, ['esx', 'vcenter']],
  [/\bTelco Cloud (?:Platform|Infrastructure)\b/, ['esx', 'vcenter']],
]

/** The products that a title or a list of products names. */
export const productsIn = (said: string): readonly Product[] => [
  ...new Set(WORDS.flatMap(([word, products]) => (word.test(said) ? products : []))),
]

/** The one product that a cell of a table or a component is about; absent for others. */
export function componentOf(said: string): Product | undefined {
  if (/\bESXi?\b/.test(said)) return 'esx'
  if (/\bvCenter\b/i.test(said)) return 'vcenter'
  return /\bVMware Tools\b/i.test(said) ? 'tools' : undefined
}

/** `VMSA-2026-0006` of `VMSA-2026-0006.1: …`: a revision is the same advisory. */
export const vmsaIn = (said: string): string | undefined => /VMSA-\d{4}-\d{4}(?!\d)/.exec(said)?.[0]
