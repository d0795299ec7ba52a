import { first, type Spoiler } from '../draft.ts'
import { sshSettingsWith } from '../good-esxcli.ts'

/** Sets what the first host answered to a command. */
const answer =
  (path: `esxcli:${string}`, ...rows: readonly Readonly<Record<string, string>>[]): Spoiler =>
  (draft) => {
    first(draft, 'HostSystem').values[path] = rows
  }

const ssh = (keyword: string, value: string): Spoiler => {
  const { path, rows } = sshSettingsWith(keyword, value)
  return answer(path as `esxcli:${string}`, ...rows)
}

const shell = (user: string): Spoiler =>
  answer('esxcli:system account list', { UserID: user, Description: user, Shellaccess: 'true' })

/** For each control that reads esxcli, one answer that makes it fail. */
export const esxcliSpoilers: Readonly<Record<string, Spoiler>> = {
  'esx.console-account-without-shell': shell('dcui'),
  'esx.vcenter-account-without-shell': shell('vpxuser'),
  'esx.sshd-fips': answer('esxcli:system security fips140 ssh get', { Enabled: 'false' }),
  'esx.proxy-fips': answer('esxcli:system security fips140 rhttpproxy get', { Enabled: 'false' }),
  'esx.sshd-no-root-keys': answer('esxcli:system ssh key list --user=root', { Key: 'ssh-rsa AAAA', User: 'root' }),
  'esx.firewall-enabled': answer('esxcli:network firewall get', { Enabled: 'false', Loaded: 'true' }),
  'esx.tls-profile': answer('esxcli:system tls server get --show-current-boot-profile', { Profile: 'COMPATIBLE' }),
  'esx.logs-persistent': answer('esxcli:system syslog config get', { LocalLogOutputIsPersistent: 'false' }),
  'esx.log-filter-off': answer('esxcli:system syslog config logfilter get', { LogFilteringEnabled: 'true' }),
  'esx.key-persistence-off': answer('esxcli:system security keypersistence get', { Enabled: 'true' }),
  'esx.sshd-banner': ssh('banner', 'none'),
  'esx.sshd-ciphers': ssh('ciphers', 'aes256-ctr,aes128-cbc'),
  'esx.sshd-ignores-rhosts': ssh('ignorerhosts', 'no'),
  'esx.sshd-no-host-based-login': ssh('hostbasedauthentication', 'yes'),
  'esx.sshd-no-user-environment': ssh('permituserenvironment', 'yes'),
  'esx.sshd-no-gateway-ports': ssh('gatewayports', 'clientspecified'),
  'esx.sshd-no-tunnel': ssh('permittunnel', 'point-to-point'),
  'esx.sshd-no-tcp-forwarding': ssh('allowtcpforwarding', 'local'),
  'esx.sshd-no-socket-forwarding': ssh('allowstreamlocalforwarding', 'yes'),
  'esx.sshd-alive-count': ssh('clientalivecountmax', '0'),
  'esx.sshd-alive-interval': ssh('clientaliveinterval', '0'),
}
