import type { Advisory, AdvisoryRow, GuestFamily } from '../../../packages/core/src/advisory/index.ts'

/** What the fact base does not have of an advisory on VMware Tools, whose fixes are versions and no builds. */
interface ToolsAdvisory {
  readonly rows: readonly AdvisoryRow[]
  /** Of an advisory that the fact base lacks altogether. */
  readonly more?: Pick<Advisory, 'published' | 'severity' | 'url' | 'cves'>
}

interface FixRow {
  readonly cve: string
  readonly cvss: number
  /** The lines that were affected, by the first number of the version; absent from a row are those that were not. */
  readonly lines: readonly number[]
  /** The first version that holds the fix. Lines below its own get it by the upgrade. */
  readonly fix: string
  /** Versions of the maintenance line for 32-bit Windows that hold it too, from there on. */
  readonly also?: string
  readonly guests?: readonly GuestFamily[]
  readonly source: string
}

const rowsOf = (...fixes: readonly FixRow[]): readonly AdvisoryRow[] =>
  fixes.flatMap(({ cve, cvss, lines, fix, also, guests, source }) =>
    lines.map((line): AdvisoryRow => ({
      product: 'tools',
      line: String(line),
      branch: fix.split('.')[0] ?? '',
      cves: [cve],
      cvss,
      ...(guests ? { guests } : {}),
      fix: {
        status: 'fixed',
        release: `VMware Tools ${fix}`,
        version: fix,
        ...(also === undefined ? {} : { alsoFixedVersions: [also] }),
      },
      source,
    })),
  )

const portal = (notification: number) =>
  `https://support.broadcom.com/web/ecx/support-content-notification/-/external/content/SecurityAdvisories/0/${notification}`

/**
 * Versions, guests and scores as the VMware CNA's records of each CVE have them (cvelistV5). The versions for 32-bit
 * Windows are those of the release notes: 12.4.6 comes with 12.5.1, 12.4.7 with 12.5.2, 12.4.9 with 12.5.4; of 12.5.3 no
 * source was seen, so 12.4.9 stands there too.
 */
export const toolsAdvisories: Readonly<Record<string, ToolsAdvisory>> = {
  'VMSA-2023-0013': {
    rows: rowsOf({
      cve: 'CVE-2023-20867',
      cvss: 3.9,
      lines: [10, 11, 12],
      fix: '12.2.5',
      guests: ['windows', 'linux'],
      source: 'cve-records',
    }),
  },
  'VMSA-2023-0019': {
    more: {
      published: '2023-08-31',
      severity: 'high',
      url: 'https://www.vmware.com/security/advisories/VMSA-2023-0019.html',
      cves: ['CVE-2023-20900'],
    },
    rows: rowsOf(
      {
        cve: 'CVE-2023-20900',
        cvss: 7.1,
        lines: [10, 11, 12],
        fix: '12.3.0',
        guests: ['windows'],
        source: 'nessus-check',
      },
      { cve: 'CVE-2023-20900', cvss: 7.1, lines: [10], fix: '10.3.26', guests: ['linux'], source: 'nessus-check' },
      { cve: 'CVE-2023-20900', cvss: 7.1, lines: [11, 12], fix: '12.3.0', guests: ['linux'], source: 'open-vm-tools' },
    ),
  },
  'VMSA-2023-0024': {
    more: {
      published: '2023-10-27',
      severity: 'high',
      url: 'https://www.vmware.com/security/advisories/VMSA-2023-0024.html',
      // CVE-2023-34057 is of macOS guests, which no host but Apple's may run.
      cves: ['CVE-2023-34057', 'CVE-2023-34058'],
    },
    rows: rowsOf(
      {
        cve: 'CVE-2023-34058',
        cvss: 7.1,
        lines: [10, 11, 12],
        fix: '12.3.5',
        guests: ['windows'],
        source: 'cve-records',
      },
      { cve: 'CVE-2023-34058', cvss: 7.1, lines: [11, 12], fix: '12.3.5', guests: ['linux'], source: 'cve-records' },
    ),
  },
  'VMSA-2025-0005': {
    more: { published: '2025-03-25', severity: 'high', url: portal(25518), cves: ['CVE-2025-22230'] },
    rows: rowsOf({
      cve: 'CVE-2025-22230',
      cvss: 7.8,
      lines: [11, 12],
      fix: '12.5.1',
      also: '12.4.6',
      guests: ['windows'],
      source: 'cve-records',
    }),
  },
  'VMSA-2025-0007': {
    more: { published: '2025-05-12', severity: 'medium', url: portal(25683), cves: ['CVE-2025-22247'] },
    rows: rowsOf({
      cve: 'CVE-2025-22247',
      cvss: 6.1,
      lines: [11, 12],
      fix: '12.5.2',
      also: '12.4.7',
      guests: ['windows', 'linux'],
      source: 'cve-records',
    }),
  },
  'VMSA-2025-0013': {
    rows: rowsOf(
      {
        cve: 'CVE-2025-41239',
        cvss: 7.1,
        lines: [11, 12],
        fix: '12.5.3',
        also: '12.4.9',
        guests: ['windows'],
        source: 'cve-records',
      },
      { cve: 'CVE-2025-41239', cvss: 7.1, lines: [13], fix: '13.0.1.0', guests: ['windows'], source: 'cve-records' },
    ),
  },
  'VMSA-2025-0015': {
    rows: rowsOf(
      { cve: 'CVE-2025-41244', cvss: 7.8, lines: [12], fix: '12.5.4', also: '12.4.9', source: 'cve-records' },
      { cve: 'CVE-2025-41244', cvss: 7.8, lines: [13], fix: '13.0.5.0', source: 'cve-records' },
      {
        cve: 'CVE-2025-41246',
        cvss: 7.6,
        lines: [11, 12],
        fix: '12.5.4',
        also: '12.4.9',
        guests: ['windows'],
        source: 'cve-records',
      },
      { cve: 'CVE-2025-41246', cvss: 7.6, lines: [13], fix: '13.0.5.0', guests: ['windows'], source: 'cve-records' },
    ),
  },
}
