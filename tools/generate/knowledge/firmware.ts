import type { FirmwareRow } from '../../../packages/core/src/advisory/index.ts'

const HPE = ['HP', 'HPE', 'Hewlett-Packard', 'Hewlett Packard Enterprise']
const DELL = ['Dell', 'Dell Inc.']

const powerEdge = (models: string): readonly string[] => models.split(' ').map((model) => `PowerEdge ${model}`)
const proLiant = (models: string, generation: string): readonly string[] =>
  models.split(' ').map((model) => `ProLiant ${model} ${generation}`)

const hpeBulletin = (document: string) =>
  `https://support.hpe.com/hpsc/doc/public/display?docLocale=en_US&docId=emr_na-${document}en_us`

/** A flaw of iLO, and the version that mends it in each generation of it. */
interface IloRow extends Pick<FirmwareRow, 'id' | 'cves' | 'published' | 'url'> {
  readonly fixed: Readonly<Partial<Record<keyof typeof withIlo, { readonly version: string; readonly since?: string }>>>
}

/** The servers by the iLO that they have. */
const withIlo = {
  ilo4: ['ProLiant * Gen8', 'ProLiant * Gen8 v2', 'ProLiant * Gen9'],
  // HPE names the servers with iLO 4 of one bulletin: Gen9 alone.
  ilo4Gen9: ['ProLiant * Gen9'],
  ilo5: ['ProLiant * Gen10', 'ProLiant * Gen10 Plus', 'ProLiant * Gen10 Plus v2', 'Synergy * Gen10*'],
  ilo6: ['ProLiant * Gen11', 'Synergy * Gen11*'],
} as const

/** Versions as the HPE CNA's records of each CVE have them (cvelistV5). */
const ilo: readonly IloRow[] = [
  {
    id: 'HPESBHF03769',
    cves: ['CVE-2017-12542'],
    published: '2017-08-24',
    url: hpeBulletin('hpesbhf03769'),
    fixed: { ilo4: { version: '2.53' } },
  },
  {
    id: 'HPESBHF03866',
    cves: ['CVE-2018-7105'],
    published: '2018-09-13',
    url: hpeBulletin('hpesbhf03866'),
    fixed: { ilo4: { version: '2.61' }, ilo5: { version: '1.35' } },
  },
  {
    id: 'HPESBHF04134',
    cves: ['CVE-2021-29201', 'CVE-2021-29202'],
    published: '2021-05-25',
    url: hpeBulletin('hpesbhf04134'),
    fixed: { ilo4Gen9: { version: '2.78' }, ilo5: { version: '2.44' } },
  },
  {
    id: 'HPESBHF04333',
    cves: ['CVE-2022-28626'],
    published: '2022-08-11',
    url: hpeBulletin('hpesbhf04333'),
    fixed: { ilo5: { version: '2.71' } },
  },
  {
    id: 'HPESBHF04584',
    cves: ['CVE-2023-50272'],
    published: '2023-12-19',
    url: 'https://support.hpe.com/hpesc/public/docDisplay?docLocale=en_US&docId=hpesbhf04584en_us',
    fixed: { ilo5: { version: '3.00', since: '2.63' }, ilo6: { version: '1.55', since: '1.05' } },
  },
]

const iloRows = ilo.flatMap(({ fixed, ...row }) =>
  Object.entries(fixed).map(([generation, { version, since }]): FirmwareRow => ({
    ...row,
    makers: HPE,
    models: withIlo[generation as keyof typeof withIlo],
    part: 'bmc',
    fixed: { version },
    ...(since === undefined ? {} : { since }),
    source: 'hpe-cve-records',
  })),
)

/** DSA-2024-035: Dell gives the versions, and CISA's addition to the same record the models of each. */
const dsa2024035 = (
  [
    ['R660 R760 C6620 MX760c R860 R960 HS5610 HS5620 R660xs R760xs R760xd2 T560 XR7620', '1.5.6'],
    ['R760xa XE9680 XR8620t', '1.1.3'],
    ['XR5610', '1.1.4'],
    ['XE8640', '1.2.5'],
    ['XE9640', '1.3.6'],
    ['R6615 R7615 R6625 R7625', '1.4.6'],
    ['R650 R750 R750xa C6520 MX750c R550 R450 R650xs R750xs T550 XR11 XR12', '1.11.2'],
    ['T150 T350 R250 R350', '1.7.3'],
    ['XR4510c XR4520c', '1.12.1'],
    ['R6515 R6525 R7515 R7525 C6525 XE8545', '2.12.4'],
    [
      'R740 R740xd R640 R940 R540 R440 T440 XR2 R740xd2 R840 R940xa T640 C6420 FC640 M640 MX740c MX840c C4140',
      '2.19.1',
    ],
    ['XE2420 XE7420 XE7440', '2.19.0'],
    ['T140 T340 R240 R340', '2.14.1'],
    ['R6415 R7415 R7425', '1.20.0'],
  ] as const
).map(([models, version]): FirmwareRow => ({
  id: 'DSA-2024-035',
  makers: DELL,
  models: powerEdge(models),
  part: 'bios',
  fixed: { version },
  cves: ['CVE-2024-0172'],
  published: '2024-04-02',
  url: 'https://www.dell.com/support/kbdoc/en-us/000223727/dsa-2024-035-security-update-for-dell-poweredge-server-bios-for-an-improper-privilege-management-security-vulnerability',
  source: 'cisa-adp',
}))

/** Speculative store bypass: the BIOS of each server that brought the microcode for it, as vDocumentation lists them. */
const ssb = { id: 'CVE-2018-3639', part: 'bios', cves: ['CVE-2018-3639'], published: '2018-05-21' } as const

const ssbOfDell = (
  [
    ['R740 R740xd R640 R940 R540 R440 M640', '1.4.8'],
    ['R830 R530xd R920', '1.8.0'],
    ['R930', '2.5.2'],
    ['R730 R730xd R630 M630 M830 R530 R430', '2.8.0'],
    ['R820', '2.5.0'],
    ['R520 R420 R320', '2.6.0'],
    ['R720 R720xd R620 M820 M620 M520 M420', '2.7.0'],
    ['R710 R610 M610 M610x M710', '6.6.0'],
    ['M710HD', '8.3.1'],
  ] as const
).map(([models, version]): FirmwareRow => ({
  ...ssb,
  makers: DELL,
  models: powerEdge(models),
  fixed: { version },
  source: 'vdocumentation-bios',
}))

const ssbOfHpe = (
  [
    [proLiant('DL380 DL360 DL560 DL580 BL460c ML350', 'Gen10'), '2018-06-20'],
    [
      proLiant('ML30 ML350 ML150 ML110 DL20 DL60 DL80 DL160 DL180 DL560 DL120 DL380 DL360 BL460c BL660c DL580', 'Gen9'),
      '2018-05-21',
    ],
    [
      [
        ...proLiant('BL460c BL660c DL160 DL320e DL380p DL360p DL360e DL380e DL560 DL580 ML350e ML310e ML350p', 'Gen8'),
        ...proLiant('DL320e ML350e ML310e', 'Gen8 v2'),
      ],
      '2018-05-21',
    ],
  ] as const
).map(([models, day]): FirmwareRow => ({
  ...ssb,
  makers: HPE,
  models,
  fixed: { day },
  source: 'vdocumentation-bios',
}))

/**
 * Flaws of servers’ firmware. Few makers publish them for programs to read, and these are the rows that could be read in
 * public: what is absent here is not mended by that.
 */
export const firmware: readonly FirmwareRow[] = [
  ...ssbOfDell,
  ...ssbOfHpe,
  ...iloRows,
  {
    id: 'HPESBHF04197',
    makers: HPE,
    models: ['ProLiant ML30 Gen10', 'ProLiant DL20 Gen10', 'ProLiant MicroServer Gen10 Plus'],
    part: 'bios',
    fixed: { version: '2.52' },
    cves: ['CVE-2021-29213'],
    published: '2021-11-01',
    url: hpeBulletin('hpesbhf04197'),
    source: 'hpe-cve-records',
  },
  ...dsa2024035,
]
