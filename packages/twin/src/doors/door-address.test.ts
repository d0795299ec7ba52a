import { expect, test } from 'vitest'
import { doorPlace } from './door-address.ts'

test('each host has an address of its own, and the same one each time', () => {
  const ports = { https: 443, ssh: 22 }
  const addresses = Array.from({ length: 2000 }, (_, index) => doorPlace(index, ports, true).address)
  expect(addresses.slice(0, 2)).toEqual(['127.66.0.1', '127.66.0.2'])
  expect([addresses[253], addresses[254]]).toEqual(['127.66.0.254', '127.66.1.1'])
  expect(new Set(addresses).size).toBe(2000)
})

test('where there is one address only, each host has ports of its own', () => {
  expect(doorPlace(3, { https: 8443, ssh: 0 }, false)).toEqual({ address: '127.0.0.1', https: 8446, ssh: 0 })
})
