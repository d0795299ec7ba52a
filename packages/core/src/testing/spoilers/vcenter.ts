import type { VcenterOption } from '../../control/index.ts'
import { first, setOption, type Spoiler } from '../draft.ts'
import { goodCertificate, goodPeer } from '../good-certificate.ts'

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

/** For each control of vCenter Server, one change that makes it fail. */
export const vcenterSpoilers: Readonly<Record<string, Spoiler>> = {
  'vcenter.patch-level': about('9.0.0', '24755230'),
  'vcenter.supported-release': about('7.0.3', '24927011'),
  'vcenter.certificate-dates': certificate({ validTo: '2021-06-01T00:00:00.000Z' }),
  'vcenter.certificate-issuer': certificate({ issuer: 'CN=vc.example.test', selfIssued: true }),
  'vcenter.certificate-name': certificate({ subjectAltName: ['DNS:localhost'] }),
  'vcenter.certificate-strength': certificate({ keyBits: 1024 }),
  'vcenter.tls-version': value('tls:443', { ...goodPeer('vc.example.test'), protocol: 'TLSv1.1' }),
  'vcenter.host-certificate-mode': setting('vpxd.certmgmt.mode', 'thumbprint'),
  'vcenter.vpxuser-rotation': setting('VirtualCenter.VimPasswordExpirationInDays', 0),
  'vcenter.vpxuser-password-length': setting('config.vpxd.hostPasswordLength', 16),
  'vcenter.mob-off': setting('config.vpxd.enableDebugBrowse', 'true'),
  'vcenter.events-to-syslog': setting('vpxd.event.syslog.enabled', 'false'),
}
