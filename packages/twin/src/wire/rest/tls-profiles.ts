import type { ApplianceSettings, TlsParameters } from '../../estate/estate.ts'
import type { ServerSettings } from '../../kernel/settings.ts'
import type { World } from '../../kernel/world.ts'
import type { TlsLimits } from '../../tls/server-tls.ts'
import { flag, listOf, name, oneOf, struct } from './decode.ts'
import { missing, RestError } from './rest-error.ts'
import { change, part, shows, takes, type RestCall, type RestRow } from './row.ts'
import { startRestTask } from './tasks.ts'

const gcm = [
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
]
const cbc = [
  'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
]
const tls13 = { version: 'TLS1_3', ciphers: ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'] }
const nist = ['secp256r1', 'secp384r1', 'secp521r1']

interface Profile {
  readonly name: string
  readonly since: string
  readonly parameters: TlsParameters
  /** What the twin's own listener then asks for: OpenSSL's words for the above. */
  readonly limits: TlsLimits
}

const profile = (
  profileName: string,
  since: string,
  tls12: readonly string[],
  curves: readonly string[],
  fipsEnforced: boolean,
  ciphers: string,
): Profile => ({
  name: profileName,
  since,
  parameters: {
    protocolVersions: tls12.length === 0 ? [tls13] : [tls13, { version: 'TLS1_2', ciphers: tls12 }],
    curves,
    fipsEnforced,
  },
  limits: {
    minVersion: tls12.length === 0 ? 'TLSv1.3' : 'TLSv1.2',
    ciphers: `TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:${ciphers}`,
  },
})

/** OpenSSL's words for `gcm` and `cbc`: its group "ECDHE+AES" would let suites with SHA-1 in. */
const compatible = [
  'ECDHE+AESGCM',
  'ECDHE-ECDSA-AES256-SHA384',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA256',
].join(':')

/**
 * The standard profiles of vCenter Server 8.0 U3 and later ("Managing vSphere TLS Configuration" in vSphere Security 8.0);
 * which suites each of them holds may change from release to release.
 */
const profiles: readonly Profile[] = [
  profile('COMPATIBLE', '8.0.3.0', [...gcm, ...cbc], nist, true, compatible),
  profile('COMPATIBLE_NON_FIPS', '8.0.3.0', [...gcm, ...cbc], ['x25519', ...nist], false, compatible),
  profile('NIST_2024', '8.0.3.0', gcm, nist, true, 'ECDHE+AESGCM'),
  profile('NIST_2024_TLS_13_ONLY', '9.0.0.0', [], nist, true, 'ECDHE+AESGCM'),
]

/** What the appliance says its profile is while parameters set by hand hold. */
const manual = 'MANUAL'
const since = '8.0.3.0'

const profilesOf = (world: World) => profiles.filter((one) => world.speaks(one.since))

const shown = ({ protocolVersions, curves, fipsEnforced }: TlsParameters) => ({
  protocol_versions: protocolVersions,
  curves,
  fips_enforced: fipsEnforced,
})

function profileOf(call: RestCall, wanted: string): Profile {
  const found = profilesOf(call.world).find((one) => one.name === wanted)
  if (found === undefined) throw missing(`the TLS profile ${wanted}`)
  return found
}

const manualSpec = struct({
  protocol_versions: listOf(struct({ version: oneOf('TLS1_2', 'TLS1_3'), ciphers: listOf(name) }), 2),
  curves: listOf(name),
  fips_enforced: flag,
})

/** The parameters in force: those set by hand, or those of the profile. */
function parametersOf({ tlsProfile, tlsManual }: ApplianceSettings): TlsParameters | undefined {
  return tlsProfile === manual ? tlsManual : profiles.find((one) => one.name === tlsProfile)?.parameters
}

/** Lets the listener ask for what the settings say; called when it begins to listen, and at every change. */
export function applyTlsSettings(settings: ServerSettings): void {
  const { appliance } = settings
  const limits = profiles.find((one) => one.name === appliance.tlsProfile)?.limits
  const versions = parametersOf(appliance)?.protocolVersions ?? []
  const only13 = versions.length > 0 && versions.every(({ version }) => version === tls13.version)
  const oldest = appliance.oldestTls
  if (oldest !== undefined) settings.tls.limit({ minVersion: oldest })
  else settings.tls.limit(limits ?? { minVersion: only13 ? 'TLSv1.3' : 'TLSv1.2' })
}

function setProfile(call: RestCall, wanted: string): string {
  profileOf(call, wanted)
  change(call, { tlsProfile: wanted })
  applyTlsSettings(call.settings)
  return startRestTask(call, 'com.vmware.appliance.tls.profiles.global', 'set')
}

/** TLS profiles and parameters of the appliance (8.0 U3 and later). Writes are tasks: `?vmw-task=true`, 202 and its id. */
export const tlsRows: readonly RestRow[] = [
  shows('/appliance/tls/profiles', since, ({ world }) => ({
    profiles: profilesOf(world).map((one) => ({ profile: one.name, info: shown(one.parameters) })),
  })),
  shows('/appliance/tls/profiles/global', since, ({ settings }) => ({ profile: settings.appliance.tlsProfile })),
  takes(
    'PUT',
    '/appliance/tls/profiles/global',
    since,
    struct({ profile: name }),
    (call, { profile: wanted }) => asTask(call, () => setProfile(call, wanted)),
    { status: 202 },
  ),
  shows('/appliance/tls/profiles/{profile}', since, (call) => shown(profileOf(call, part(call, 'profile')).parameters)),
  shows('/appliance/tls/manual-parameters/global', since, ({ settings: { appliance } }) => {
    const parameters = parametersOf(appliance)
    return {
      manual_active: appliance.tlsProfile === manual,
      ...(parameters !== undefined && { spec: shown(parameters) }),
    }
  }),
  takes(
    'PUT',
    '/appliance/tls/manual-parameters/global',
    since,
    manualSpec,
    (call, { protocol_versions: protocolVersions, curves, fips_enforced: fipsEnforced }) =>
      asTask(call, () => {
        change(call, { tlsProfile: manual, tlsManual: { protocolVersions, curves, fipsEnforced } })
        applyTlsSettings(call.settings)
        return startRestTask(call, 'com.vmware.appliance.tls.manual_parameters.global', 'set')
      }),
    { status: 202 },
  ),
]

/** These operations exist as tasks only. */
function asTask(call: RestCall, start: () => string): string {
  if (call.query.get('vmw-task')?.[0] !== 'true') {
    throw new RestError('OPERATION_NOT_FOUND', 'The operation is a task: add vmw-task=true')
  }
  return start()
}
