import { baselines, severities } from '@sakimori/core/control'
import { ControlsFile, CustomControls, ExpectationWords } from '@sakimori/custom/definition'
import { z } from 'zod'

/** A day (its end in UTC) or a moment with a time zone; anything else would expire on a day that nobody meant. */
const expiry = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'write a day as 2027-03-31 (it ends at 23:59:59 UTC) or a moment with its zone as 2027-03-31T18:00:00+09:00',
})

const scope = z.union(
  [
    z.strictObject({ all: z.literal(true) }),
    z.strictObject({
      ref: z
        .string()
        .regex(/^[A-Za-z]\w*:.+$/, { error: 'write the reference as Type:id, for example HostSystem:host-21' }),
      part: z.string().optional().describe('The standard switch or port group on the host.'),
      vcenter: z
        .string()
        .optional()
        .describe('The instance UUID of the vCenter Server, where references could repeat.'),
    }),
    z.strictObject({ instanceUuid: z.uuid() }),
  ],
  {
    error:
      'a scope is {all: true}, {ref: "Type:id"} or {instanceUuid: "…"}; names are not accepted because they repeat',
  },
)

export const Waiver = z
  .strictObject({
    id: z.string().min(1),
    control: z.string().min(1),
    scope,
    owner: z.string().min(1),
    approver: z.string().min(1),
    reason: z.string().min(1),
    expires: expiry,
  })
  .describe('An accepted deviation. It overlays a failure until it expires; it never turns it into a pass.')

const startOf = (moment: string) => Date.parse(moment.slice(0, 10))

export const Attestation = z
  .strictObject({
    control: z.string().min(1).describe('A procedure: `sakimori controls show` gives its steps.'),
    scope: scope.optional().describe('Which objects; all of them when left out.'),
    verdict: z.enum(['pass', 'fail', 'notApplicable']),
    by: z.string().min(1).describe('Who looked.'),
    role: z.string().min(1).optional(),
    evidence: z.string().min(1).describe('Where it can be looked up: a ticket, a minute, a file.'),
    date: expiry.describe('When the person looked.'),
    expires: expiry,
  })
  .refine(({ date, expires }) => startOf(date) <= startOf(expires), {
    path: ['expires'],
    error: 'an attestation cannot end before its date',
  })
  .describe('The answer of a person to a procedure. Once it has expired the procedure is open again.')

export const Target = z.strictObject({
  name: z.string().min(1).describe('What reports call it, and what `sakimori audit NAME` selects.'),
  url: z.string().min(1),
  username: z.string().optional(),
  passwordFile: z.string().optional().describe('A file with the password on its first line.'),
  caFile: z.string().optional().describe('PEM file of the authorities to trust.'),
  thumbprint: z.string().optional().describe('SHA-256 or SHA-1 of the server’s certificate.'),
  insecure: z.boolean().optional().describe('Do not verify the certificate. Every report says so.'),
})

export const Policy = z.strictObject({
  lockdownExceptionUsers: z.array(z.string()).optional(),
  dcuiAccessUsers: z.array(z.string()).optional(),
  trustedIssuers: z.array(z.string()).optional(),
  certificateDaysLeft: z.int().min(0).optional(),
  nativeVlans: z.array(z.int().min(0).max(4094)).optional(),
  reservedVlans: z.array(z.int().min(0).max(4094)).optional(),
  openRulesets: z.array(z.string()).optional(),
  allowedRulesets: z.array(z.string()).optional(),
  netflowCollectors: z.array(z.string()).optional(),
  mirrorSessions: z.array(z.string()).optional(),
  ssoDomains: z.array(z.string()).optional(),
  approvedPrincipals: z.array(z.string()).optional(),
  serviceAccounts: z.array(z.string()).optional(),
  cryptoPrincipals: z.array(z.string()).optional(),
  cryptoRoles: z.array(z.string()).optional(),
  extensions: z.array(z.string()).optional(),
  alarmEvents: z.array(z.string()).optional(),
  emergencyLoginDays: z.int().min(0).optional(),
})

export const Tailoring = z.strictObject({
  severity: z.enum(severities).optional(),
  expect: ExpectationWords.optional().describe('The value that this site asks for instead of the baseline’s.'),
  skip: z.string().min(1).optional().describe('Leaves the control out; the text says why.'),
})

/** The whole of `sakimori.yaml`. Unknown keys are mistakes. */
export const Config = z
  .strictObject({
    targets: z.array(Target).optional(),
    baseline: z.enum(baselines).optional(),
    lang: z.enum(['en', 'ja']).optional(),
    failOn: z.enum(severities).optional().describe('Exit code 1 for failures of at least this severity.'),
    minCoverage: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .describe('Exit code 3 when less than this percentage could be judged.'),
    probeHosts: z.boolean().optional().describe('Make a TLS handshake with every host.'),
    probeOffers: z
      .boolean()
      .optional()
      .describe('Ask servers which TLS versions and cipher suites they agree to: some ten more connections each.'),
    hostAddresses: z
      .record(z.string(), z.string().min(1))
      .optional()
      .describe('Where hosts are reached from here, by their names in the inventory: `10.0.0.11` or `10.0.0.11:443`.'),
    knowledge: z
      .string()
      .min(1)
      .optional()
      .describe('Where `sakimori advisories` keeps what it learns, and what audits judge by.'),
    policy: Policy.optional(),
    tailoring: z.record(z.string(), Tailoring).optional(),
    attestations: z.array(Attestation).optional(),
    waivers: z.array(Waiver).optional(),
    controls: CustomControls.optional(),
    controlsFrom: z
      .array(z.string().min(1))
      .max(50)
      .optional()
      .describe('Files with more controls, or folders of such files (*.yaml); relative to this file.'),
  })
  .describe('Sakimori: targets, baseline, tailoring, attestations, waivers and controls of the site’s own.')

export type Config = z.infer<typeof Config>
export type Target = z.infer<typeof Target>

/** The published JSON Schema of `sakimori.yaml`; editors complete and check by it. */
export const configJsonSchema = () => ({
  ...z.toJSONSchema(Config, { target: 'draft-7', io: 'input' }),
  title: 'sakimori.yaml',
})

/** The published JSON Schema of a file of `controlsFrom`. */
export const controlsJsonSchema = () => ({
  ...z.toJSONSchema(ControlsFile, { target: 'draft-7', io: 'input' }),
  title: 'Controls of a site',
})
