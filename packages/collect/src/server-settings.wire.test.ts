import { assess } from '@sakimori/core/assess'
import { catalog } from '@sakimori/core/catalog'
import { defaultPolicy } from '@sakimori/core/control'
import { openInventory, type MissingNote, type Snapshot } from '@sakimori/core/model'
import { govc, govcEnv, startVcsim } from '@sakimori/testkit'
import { describePeer } from '@sakimori/testkit/lane'
import { generateEstate, loneHost, startTwin, type Estate, type Twin } from '@sakimori/twin'
import { connect, Secret, type TlsPolicy } from '@sakimori/vim25'
import { describe, expect, test } from 'vitest'
import { collect } from './collect.ts'

const now = new Date('2026-11-26T00:00:00Z')
const administrator = 'administrator@vsphere.local'
const password = 'VMware1!'

/** The controls that are read over REST and over single sign-on, and in no other way. */
const controls = catalog.filter(
  ({ reads }) => reads.length > 0 && reads.every(({ path }) => /^(?:rest|sso):/.test(path)),
)
const paths = [...new Set(controls.flatMap(({ reads }) => reads.map(({ path }) => path)))]

/** Not asked for: it comes with the token. */
const signing = 'sso:signingCertificate#parsed'

const base = generateEstate({ hosts: 1, vms: 1, seed: 1, release: '8.0' })
type Sso = NonNullable<Estate['sso']>
type Appliance = NonNullable<Estate['appliance']>

/** A vCenter Server that keeps every control. */
const kept: Estate = {
  ...base,
  sso: {
    ...(base.sso as Sso),
    maxFailedAttempts: 3,
    failedAttemptIntervalSec: 900,
    unlockIntervalSec: 300,
    passwordMinLength: 15,
    passwordMaxLength: 64,
    authentication: { password: false, windows: false, smartCard: true, ocsp: true },
    kerberosAccountsDisabled: true,
    identitySources: [
      {
        name: 'corp.example',
        type: 'ActiveDirectory',
        friendlyName: 'Corp',
        userBaseDn: 'dc=corp,dc=example',
        groupBaseDn: 'dc=corp,dc=example',
        primaryUrl: 'ldaps://dc1.corp.example:636',
        userName: 'CORP\\svc-vcenter',
      },
    ],
  },
  appliance: {
    ...(base.appliance as Appliance),
    ssh: false,
    tlsProfile: 'NIST_2024',
    timeSyncMode: 'NTP',
    ntpServers: ['ntp1.example'],
    syslogServers: [{ hostname: 'log.example', port: 6514, protocol: 'TLS' }],
    rootPasswordExpires: false,
    firewallInbound: [
      { address: '10.0.0.0', prefix: 8, policy: 'ACCEPT' },
      { address: '0.0.0.0', prefix: 0, policy: 'REJECT' },
    ],
    backupSchedules: { default: { parts: ['seat'], location: 'sftp://b.example/vc', enable: true, encrypted: true } },
    keyProviders: [{ provider: 'nkp', type: 'NATIVE', exportRequired: false, keyId: 'k' }],
    libraries: [
      {
        id: 'l1',
        name: 'Templates',
        type: 'LOCAL',
        published: true,
        authentication: 'BASIC',
        securityPolicyId: 'OVF_STRICT',
      },
    ],
  },
}

interface Login {
  readonly url: string
  readonly user?: string
  readonly secret?: string
  readonly tls?: TlsPolicy
}

async function read({ url, user = administrator, secret = password, tls = { mode: 'insecure' } }: Login) {
  await using client = await connect({ url, tls })
  await client.login({ userName: user, password: new Secret(secret) })
  const endpoint = new URL(url).origin
  return await collect(client, { controls, now, endpoint, trust: 'insecure', probeHosts: false })
}

function verdicts(snapshot: Snapshot): Record<string, string> {
  const context = { now, policy: defaultPolicy, baseline: 'sakimori' as const }
  const { findings } = assess(openInventory(snapshot), { context, controls })
  return Object.fromEntries(findings.map(({ control, verdict }) => [control.id, verdict]))
}

function missing({ objects }: Snapshot): Readonly<Record<string, MissingNote>> {
  const all = objects.find(({ ref }) => ref.type === 'ServiceInstance')?.missing ?? {}
  return Object.fromEntries(Object.entries(all).filter(([path]) => paths.includes(path)))
}

/** The sessions that are open at the two interfaces. */
const sessions = ({ world }: Twin) =>
  [world.parts.settings?.restSessions, world.parts.settings?.ssoSessions].map((one) => one?.all.length)

describe('what REST and single sign-on show', () => {
  test('passes where it is good, and leaves no session and no password behind', async () => {
    await using twin = await startTwin({ estate: kept })
    const snapshot = await read({ url: twin.url })
    expect(missing(snapshot)).toEqual({})
    const odd = Object.entries(verdicts(snapshot)).filter(([, verdict]) => verdict !== 'pass')
    // Whether an account of a directory may only read, and which authorities are the site's own, a person must say.
    expect(Object.fromEntries(odd)).toEqual({ 'sso.ldap-bind-account': 'manual', 'vcenter.trusted-roots': 'manual' })
    expect(sessions(twin)).toEqual([0, 0])
    expect(JSON.stringify(snapshot)).not.toContain(password)
  })

  test('fails where it is bad', async () => {
    const bad: Estate = {
      ...kept,
      users: [...kept.users, { name: 'taro@vsphere.local', password, groups: ['vsphere.local\\TrustedAdmins'] }],
      sso: {
        ...(kept.sso as Sso),
        maxFailedAttempts: 0,
        failedAttemptIntervalSec: 60,
        unlockIntervalSec: 30,
        passwordMinLength: 8,
        passwordMinSpecial: 0,
        passwordHistory: 1,
        authentication: { password: true, windows: false, smartCard: true, certificateCrl: false },
        kerberosAccountsDisabled: false,
        identitySources: [],
        groups: [{ name: 'SystemConfiguration.BashShellAdministrators', groups: ['Operators@vsphere.local'] }],
      },
      appliance: {
        ...(kept.appliance as Appliance),
        ssh: true,
        tlsProfile: 'COMPATIBLE',
        timeSyncMode: 'HOST',
        syslogServers: [],
        rootPasswordExpires: true,
        rootPasswordChanged: '2026-01-01T00:00:00.000Z',
        firewallInbound: [],
        backupSchedules: {},
        keyProviders: [{ provider: 'nkp', type: 'NATIVE', exportRequired: true }],
        libraries: [{ id: 'l1', name: 'Templates', type: 'LOCAL', published: true, authentication: 'NONE' }],
      },
    }
    await using twin = await startTwin({ estate: bad })
    const odd = Object.entries(verdicts(await read({ url: twin.url }))).filter(([, verdict]) => verdict !== 'fail')
    // The twin's own authority and what it signs with are new; old ones are in the unit tests.
    expect(Object.fromEntries(odd)).toEqual({
      'sso.ldaps': 'notApplicable',
      'sso.ldap-bind-account': 'notApplicable',
      'sso.signing-certificate-dates': 'pass',
      'vcenter.trusted-roots': 'manual',
    })
  })

  test('is unknown to a user without rights, and the collection goes on', async () => {
    const [vm] = [...base.objects()].filter(({ ref }) => ref.type === 'VirtualMachine')
    const clerk = 'clerk@vsphere.local'
    const why = { why: 'noPermission', detail: 'SsoFaultNoPermission' } as const
    const estate: Estate = {
      ...kept,
      users: [...kept.users, { name: clerk, password }],
      permissions: [
        ...kept.permissions,
        {
          _typeName: 'Permission',
          entity: vm?.ref as { type: 'VirtualMachine'; value: string },
          principal: clerk,
          group: false,
          roleId: -2,
          propagate: true,
        },
      ],
      // The twin lets everybody read of single sign-on; not every server does.
      refused: Object.fromEntries(
        paths.filter((path) => path.startsWith('sso:') && path !== signing).map((path) => [path, why]),
      ),
    }
    await using twin = await startTwin({ estate })
    const snapshot = await read({ url: twin.url, user: clerk })
    const rest = paths.filter((path) => path.startsWith('rest:'))
    for (const path of rest) expect(missing(snapshot)[path]).toEqual({ why: 'noPermission', detail: 'UNAUTHORIZED' })
    expect(missing(snapshot)).toMatchObject(estate.refused ?? {})
    // Whoever gets a token sees with what it was signed.
    const { 'sso.signing-certificate-dates': signer, ...others } = verdicts(snapshot)
    expect(signer).toBe('pass')
    expect(new Set(Object.values(others))).toEqual(new Set(['unknown']))
    expect(snapshot.objects.some(({ ref }) => ref.type === 'VirtualMachine')).toBe(true)
    expect(sessions(twin)).toEqual([0, 0])
  })

  test('is known in part to an old release, which has less of it', async () => {
    await using twin = await startTwin({
      estate: { ...kept, about: { ...kept.about, version: '6.7.0', apiVersion: '6.7.3' } },
    })
    const snapshot = await read({ url: twin.url })
    expect(Object.keys(missing(snapshot)).toSorted()).toEqual([
      'rest:/api/appliance/system/global-fips',
      'rest:/api/appliance/tls/profiles/global',
      'rest:/api/content/library/{library}',
      'rest:/api/content/local-library/{library}',
      'rest:/api/vcenter/certificate-management/vcenter/signing-certificate#parsed',
      'rest:/api/vcenter/crypto-manager/kms/providers/{provider}',
      'rest:/api/vcenter/identity/providers',
    ])
    const { 'sso.ldap-bind-account': _person, ...others } = verdicts(snapshot)
    expect(new Set(Object.values(others))).toEqual(new Set(['pass']))
  })

  test('keeps the pin of the connection', async () => {
    await using twin = await startTwin({ estate: kept })
    const snapshot = await read({ url: twin.url, tls: { mode: 'pin', thumbprint: twin.thumbprint } })
    expect(missing(snapshot)).toEqual({})
  })

  test('does not exist on a lone host', async () => {
    await using twin = await startTwin({ estate: loneHost({ release: '8.0', vms: 1 }) })
    const [login] = twin.logins
    const snapshot = await read({ url: twin.url, user: login?.user ?? '', secret: login?.password ?? '' })
    expect(Object.keys(missing(snapshot)).toSorted()).toEqual(paths.toSorted())
    expect(new Set(Object.values(verdicts(snapshot)))).toEqual(new Set(['notApplicable']))
  })
})

describePeer('vcsim', 'vcsim, which has next to nothing of it', () => {
  test('leaves every control unknown but that of the certificate which its tokens bring along', async () => {
    await using server = await startVcsim()
    const snapshot = await read({ url: server.url, user: server.username, secret: server.password })
    const { 'sso.signing-certificate-dates': signer, ...others } = verdicts(snapshot)
    expect(signer).toBe('pass')
    expect(new Set(Object.values(others))).toEqual(new Set(['unknown']))
  })
})

describePeer('govc', 'a change by somebody else', () => {
  test('shows in the next collection', async () => {
    await using twin = await startTwin({ estate: kept })
    const { port } = new URL(twin.url)
    const env = govcEnv(twin.url, administrator, password)
    const server = { url: twin.url, host: '127.0.0.1', port: Number(port), username: administrator, password, env }
    await govc(server, ['sso.lpp.update', '-MinLength', '8'])
    await govc(server, ['vcsa.access.ssh.set', '-enabled=true'])
    const {
      'sso.password-min-length': length,
      'vcenter.ssh-off': ssh,
      ...others
    } = verdicts(await read({ url: twin.url }))
    expect([length, ssh]).toEqual(['fail', 'fail'])
    expect(Object.values(others)).not.toContain('fail')
  })
})
