import { expect, test } from 'vitest'
import { asking } from '../../testing/asking.ts'
import { first, type Spoiler } from '../../testing/draft.ts'
import { goodPeer } from '../../testing/good-certificate.ts'
import { esx } from './index.ts'

const { firstVerdict } = asking(esx)
const host =
  (values: Record<string, unknown>): Spoiler =>
  (draft) => {
    Object.assign(first(draft, 'HostSystem').values, values)
  }
const dns = (fields: object) => host({ 'config.network.dnsConfig': { address: [], ...fields } })
const peer = (fields: object) => host({ 'tls:443': { ...goodPeer('esx1.example.test'), ...fields } })
const vnic = (...addresses: unknown[]) =>
  host({ 'config.network.vnic': addresses.map((ipAddress) => ({ spec: { ip: { ipAddress } } })) })

test.each([
  [dns({ hostName: 'esx1', domainName: 'example.test' }), 'pass'],
  [dns({ hostName: 'ESX1', domainName: 'Example.Test' }), 'pass'],
  [dns({ hostName: 'esx1.example.test', domainName: '' }), 'pass'],
  [dns({ hostName: 'esx1', domainName: 'old.example.test' }), 'fail'],
  [dns({ hostName: 'localhost', domainName: 'localdomain' }), 'fail'],
  [dns({ hostName: '' }), 'unknown'],
  [host({ 'config.network.dnsConfig': undefined }), 'unknown'],
])('the host’s own name (%#): %s', (spoiler, verdict) => {
  expect(firstVerdict('8.0', 'esx.certificate-own-name', [spoiler])).toBe(verdict)
})

test.each([
  [peer({ address: '10.0.0.11' }), 'pass'],
  [peer({ address: '10.0.0.12' }), 'fail'],
  [peer({ address: 'fd00::11' }), 'unknown'],
  [peer({ address: undefined }), 'unknown'],
  [vnic(), 'unknown'],
  [vnic('fd00::11', undefined), 'unknown'],
  // Somebody said where it is: that is no matter of DNS.
  [peer({ host: '192.0.2.7', address: '192.0.2.7' }), 'notApplicable'],
])('where the name leads (%#): %s', (spoiler, verdict) => {
  expect(firstVerdict('8.0', 'esx.name-address', [spoiler])).toBe(verdict)
})
