import type { VcenterOption } from '../../control/index.ts'
import { first, setOption, type Spoiler } from '../draft.ts'
import { goodCertificate, goodPeer, offersWith, oldOffers } from '../good-certificate.ts'
import { vcenterRightsSpoilers, vcenterUsageSpoilers } from './vcenter-rights.ts'

const setting =
  (key: VcenterOption, value: string | number | boolean): Spoiler =>
  (draft) =>
    setOption(first(draft, 'ServiceInstance'), 'OptionManager.setting', key, value)

const value =
  (path: string, read: unknown): Spoiler =>
  (draft) => {
    first(draft, 'ServiceInstance').values[path] = read
  }

const certificate = (fields: Partial<ReturnType<typeof goodCertificate>>): Spoiler =>
  value('tls:443', { ...goodPeer('vc.example.test'), chain: [{ ...goodCertificate('vc.example.test'), ...fields }] })

const about = (version: string, build: string): Spoiler =>
  value('content.about', { _typeName: 'AboutInfo', version, build })

/** What a service may be spoiled by, for the controls of its versions and suites. */
const tlsSpoilers = (prefix: string, path: string): Readonly<Record<string, Spoiler>> => ({
  [`${prefix}tls-version`]: value(`${path}#offers`, oldOffers),
  [`${prefix}tls-broken-ciphers`]: value(`${path}#offers`, offersWith('TLS_ECDHE_RSA_WITH_RC4_128_SHA')),
  [`${prefix}tls-dated-ciphers`]: value(`${path}#offers`, offersWith('TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA')),
})

/** For each control of vCenter Server, one change that makes it fail. */
export const vcenterSpoilers: Readonly<Record<string, Spoiler>> = {
  ...vcenterRightsSpoilers,
  ...vcenterUsageSpoilers,
  'vcenter.patch-level': about('9.0.0', '24755230'),
  'vcenter.supported-release': about('7.0.3', '24927011'),
  'vcenter.certificate-dates': certificate({ validTo: '2021-06-01T00:00:00.000Z' }),
  'vcenter.certificate-issuer': certificate({ issuer: 'CN=vc.example.test', selfIssued: true }),
  'vcenter.certificate-name': certificate({ subjectAltName: ['DNS:localhost'] }),
  'vcenter.certificate-strength': certificate({ keyBits: 1024 }),
  'vcenter.certificate-as-recorded': value('tls:443', goodPeer('impostor.example.test')),
  'vcenter.certificate-trusted': value('tls:443#anchor', undefined),
  ...tlsSpoilers('vcenter.', 'tls:443'),
  ...tlsSpoilers('vcenter.appliance-', 'tls:5480'),
  ...tlsSpoilers('vcenter.directory-', 'tls:636'),
  'vcenter.host-certificate-mode': setting('vpxd.certmgmt.mode', 'thumbprint'),
  'vcenter.vpxuser-rotation': setting('VirtualCenter.VimPasswordExpirationInDays', 0),
  'vcenter.vpxuser-password-length': setting('config.vpxd.hostPasswordLength', 16),
  'vcenter.mob-off': setting('config.vpxd.enableDebugBrowse', 'true'),
  'vcenter.log-level': setting('config.log.level', 'error'),
  'vcenter.event-retention': setting('event.maxAge', 7),
  'vcenter.task-retention': setting('task.maxAge', 7),
  'vcenter.console-notice': setting('etc.issue', 'VMware vCenter Server 8.0.3.00400'),
  'vcenter.snmp-receivers-off': setting('snmp.receiver.1.enabled', true),
  'vcenter.mail-protected': (draft) => {
    const vcenter = first(draft, 'ServiceInstance')
    setOption(vcenter, 'OptionManager.setting', 'mail.smtp.server', 'mail.example.test')
    setOption(vcenter, 'OptionManager.setting', 'mail.smtp.port', 25)
  },
  'vcenter.file-copy-encrypted': setting('config.nfc.useSSL', 'false'),
  'vcenter.events-to-syslog': setting('vpxd.event.syslog.enabled', 'false'),
}
