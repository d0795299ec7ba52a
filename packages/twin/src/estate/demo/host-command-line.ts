import type { CommandLineState } from '../estate.ts'
import type { HostKey } from './host-rows.ts'

/** What the company sets through esxcli on every host that knows it. */
const wellKept: CommandLineState = { tlsProfile: 'NIST_2024', bootTlsProfile: 'NIST_2024' }

/** What went wrong there; the answer key says why. */
const mistakes: Readonly<Partial<Record<HostKey, CommandLineState>>> = {
  p02: { tlsProfile: 'COMPATIBLE', bootTlsProfile: 'COMPATIBLE' },
  p04: { sshServer: { allowtcpforwarding: 'yes', gatewayports: 'yes' } },
  d01: { sshFips: false, sshServer: { ciphers: 'aes256-ctr,aes192-ctr,aes128-ctr,aes128-cbc' } },
  d03: { rootKeys: ['ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDe demo-key-of-nobody'] },
  d04: { firewallEnabled: false },
}

/** What esxcli alone shows of a host of the demo. */
export const demoCommandLine = (key: HostKey): CommandLineState => ({ ...wellKept, ...mistakes[key] })
