import { bool, choice, long, str, type OptionSource } from '../option-row.ts'

/**
 * Who gets in, and what the management agents allow. Names, defaults and limits: see `host-options.ts`. Limits that hosts
 * do not tell are wide ones of our own.
 */
export const securityOptions: readonly OptionSource[] = [
  str('Annotations.WelcomeMessage', 'Text on the first screen of the console'),
  str('Config.Etc.issue', 'Text shown before an SSH login'),
  str('Config.Etc.motd', 'Text shown after a login to the shell'),
  choice(
    'Config.HostAgent.log.level',
    'Detail of the log of hostd',
    ['none', 'error', 'warning', 'info', 'verbose', 'trivia'],
    'info',
  ),
  str('Config.HostAgent.level[Snmpsvc].logLevel', 'Detail of the log of the SNMP service in hostd'),
  str('Config.HostAgent.plugins.hostsvc.esxAdminsGroup', 'Domain group that administers the host', 'ESX Admins'),
  // 8.0 U3 turned it off (CVE-2024-37085).
  bool('Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd', 'Whether that group gets the Admin role by itself', {
    '6.5': true,
    '8.0': false,
  }),
  long(
    'Config.HostAgent.plugins.hostsvc.esxAdminsGroupUpdateInterval',
    'Minutes between looks at the membership of that group',
    1,
    [0, 1440],
    { until: '7.0' },
  ),
  bool('Config.HostAgent.plugins.solo.enableMob', 'Whether the managed object browser answers', false),
  long(
    'Config.HostAgent.plugins.vimsvc.authValidateInterval',
    'Minutes after which the rights of a domain user are looked up anew',
    { '6.5': 1440, '8.0': 90 },
    [0, 14400],
  ),
  long('Config.HostAgent.plugins.vimsvc.userSearch.maxResults', 'Most answers of a user search', 100, [1, 5000]),
  long('Config.HostAgent.plugins.vimsvc.userSearch.maxTimeSeconds', 'Seconds for a user search', 20, [1, 600]),
  bool('Config.HostAgent.plugins.vmsvc.allowForensicSnapshots', 'Whether forensic snapshots may be taken', {
    '9.0': false,
  }),
  bool('Config.HostAgent.ssl.keyStore.allowAny', 'Whether any certificate may be added to the trust store', {
    '7.0': false,
  }),
  bool('Config.HostAgent.ssl.keyStore.allowSelfSigned', 'Whether self-signed authorities are trusted', {
    '6.7': false,
  }),
  bool('Config.HostAgent.ssl.keyStore.discardLeaf', 'Whether leaf certificates are kept out of the trust store', {
    '7.0': true,
  }),
  long('Config.HostAgent.vmacore.soap.maxSessionCount', 'Most API sessions at a time', { '7.0': 500 }, [1, 10000]),
  long(
    'Config.HostAgent.vmacore.soap.sessionTimeout',
    'Idle minutes after which an API session ends',
    { '6.7': 30 },
    [0, 1440],
  ),
  str('DCUI.Access', 'Users who may leave lockdown mode at the console', 'root'),
  long('Security.AccountLockFailures', 'Failed logins after which a local account is locked; 0: never', 5, [0, 100]),
  long('Security.AccountUnlockTime', 'Seconds for which a local account stays locked', 900, [0, 3600]),
  long('Security.PasswordHistory', 'Old passwords that may not come back', { '6.7': 0, '8.0': 5 }, [0, 365]),
  long('Security.PasswordMaxDays', 'Days for which a password is valid', { '6.7': 99999 }, [0, 99999]),
  str('Security.PasswordQualityControl', 'Rules of pam_passwdqc for local passwords', {
    '6.5': 'retry=3 min=disabled,disabled,disabled,7,7',
    '9.0': 'random=0 retry=3 min=disabled,disabled,disabled,7,7',
    '9.1': 'UNUSED',
  }),
  str('Security.PasswordQualityControlPwquality', 'Rules of pam_pwquality for local passwords', {
    '9.1': 'retry=3 dcredit=-1 ucredit=-1 lcredit=-1 ocredit=-1 minlen=7 difok=4 enforce_for_root',
  }),
  long('User.execInstalledOnly', 'Whether only programs from installed packages run', { '8.0': 1 }, [0, 1]),
  str('UserVars.ActiveDirectoryPreferredDomainControllers', 'Domain controllers to ask first'),
  long(
    'UserVars.ActiveDirectoryVerifyCAMCertificate',
    'Whether the certificate of the proxy for joining is checked',
    1,
    [0, 1],
  ),
  long('UserVars.DcuiTimeOut', 'Idle seconds after which the console logs out; 0: never', 600, [0, 86400]),
  long(
    'UserVars.ESXiShellInteractiveTimeOut',
    'Idle seconds after which a shell session ends; 0: never',
    0,
    [0, 86400],
  ),
  long('UserVars.ESXiShellTimeOut', 'Seconds for which a started shell service stays on; 0: for ever', 0, [0, 86400]),
  str('UserVars.ESXiVPsAllowedCiphers', 'Ciphers that the management ports offer', {
    '6.5': '!aNULL:kECDH+AESGCM:ECDH+AESGCM:RSA+AESGCM:kECDH+AES:ECDH+AES:RSA+AES',
    '8.0': 'ECDHE+AESGCM:ECDHE+AES',
  }),
  str('UserVars.ESXiVPsDisabledProtocols', 'TLS versions that the host does not offer', {
    '6.5': 'sslv3',
    '6.7': 'sslv3,tlsv1,tlsv1.1',
  }),
  long('UserVars.HostClientCEIPOptIn', 'Answer to the question about usage data: 0 not given, 1 yes, 2 no', 0, [0, 2]),
  choice('UserVars.HostClientDefaultConsole', 'Console that the Host Client opens', ['webmks', 'vmrc'], 'webmks'),
  long('UserVars.HostClientSessionTimeout', 'Idle seconds after which the Host Client logs out', 900, [0, 7200]),
  str('UserVars.HostClientWelcomeMessage', 'Text on the login page of the Host Client', 'Welcome to {{hostname}}'),
  long('UserVars.SuppressCoredumpWarning', 'Whether the warning about missing core dump targets is hidden', 0, [0, 1]),
  long('UserVars.SuppressHyperthreadWarning', 'Whether the warning about L1TF is hidden', { '6.7': 0 }, [0, 1]),
  long('UserVars.SuppressSgxDisabledWarning', 'Whether the warning about disabled SGX is hidden', { '7.0': 0 }, [0, 1]),
  long('UserVars.SuppressShellWarning', 'Whether the warning about running shells is hidden', 0, [0, 1]),
]
