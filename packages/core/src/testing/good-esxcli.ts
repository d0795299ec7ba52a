import { inSpan, type Release } from '../model/index.ts'
import { versionOf } from './draft.ts'
import { buildOf } from './good-build.ts'

const SSH_SERVER = 'esxcli:system ssh server config list'

/** What a well-kept host of a release answers to esxcli, in esxcli's own texts. */
export function goodEsxcli(release: Release): Record<string, unknown> {
  const on = [{ Enabled: 'true' }]
  const off = [{ Enabled: 'false' }]
  return {
    'esxcli:software vib get --vibname=esx-base': [
      { Name: 'esx-base', Version: `${versionOf[release]}-0.0.${buildOf[release].esx}` },
    ],
    'esxcli:software vib list --rebooting-image': [],
    'esxcli:network firewall get': [{ DefaultAction: 'DROP', Enabled: 'true', Loaded: 'true' }],
    'esxcli:system syslog config get': [
      { LocalLogOutput: '/vmfs/volumes/local/log', LocalLogOutputIsPersistent: 'true', RemoteHost: '<none>' },
    ],
    ...(inSpan(release, '6.7..9.1') && { 'esxcli:system security fips140 ssh get': on }),
    ...(inSpan(release, '6.7..7.0') && { 'esxcli:system security fips140 rhttpproxy get': on }),
    ...(inSpan(release, '7.0..9.1') && {
      'esxcli:system security keypersistence get': off,
      'esxcli:system syslog config logfilter get': [{ LogFilteringEnabled: 'false' }],
    }),
    ...(inSpan(release, '8.0..9.1') && {
      'esxcli:system account list': ['root', 'dcui', 'vpxuser'].map((UserID) => ({
        UserID,
        Description: UserID,
        Shellaccess: String(UserID === 'root'),
      })),
      'esxcli:system ssh key list --user=root': [],
      'esxcli:system tls server get --show-current-boot-profile': [{ Profile: tlsProfile(release) }],
      [SSH_SERVER]: Object.entries(sshSettings).map(([Key, Value]) => ({ Key, Value })),
    }),
  }
}

/** The newest guide asks for TLS 1.3 alone. */
const tlsProfile = (release: Release) => (release === '9.1' ? 'NIST_2024_TLS_13_ONLY' : 'NIST_2024')

const sshSettings: Readonly<Record<string, string>> = {
  allowstreamlocalforwarding: 'no',
  allowtcpforwarding: 'no',
  banner: '/etc/issue',
  ciphers: 'aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr,aes192-ctr,aes128-ctr',
  clientalivecountmax: '3',
  clientaliveinterval: '200',
  gatewayports: 'no',
  hostbasedauthentication: 'no',
  ignorerhosts: 'yes',
  permittunnel: 'no',
  permituserenvironment: 'no',
}

/** The same settings with one changed, as a spoiler writes them. */
export const sshSettingsWith = (keyword: string, value: string) => ({
  path: SSH_SERVER,
  rows: Object.entries({ ...sshSettings, [keyword]: value }).map(([Key, Value]) => ({ Key, Value })),
})
