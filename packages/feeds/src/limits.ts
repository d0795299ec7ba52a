const MIB = 2 ** 20

/**
 * How much of one publication is read. Each stands well above the largest that was seen, so that whoever meets one has
 * something else in his hands than the feed.
 */
export const limits = {
  /** Of one file, inflated. The largest seen is the JVN iPedia detail feed of 2022 with 69 MiB. */
  bytes: 192 * MIB,
  /** Levels of elements or brackets. VULDEF and CSAF stay under 20. */
  depth: 64,
  /** Elements inside one record of an XML feed. */
  recordElements: 50_000,
  /** Records of one file: EPSS lists some 300,000 flaws, a year of JVN iPedia 40,000. */
  records: 2_000_000,
  /** Of one record: what it may name, and how many links and scores of one flaw are kept. */
  targets: 500,
  cves: 1000,
  links: 100,
  scores: 40,
  /** Reasons that are kept one by one in `skipped`; the rest is counted. */
  skipped: 1000,
} as const
