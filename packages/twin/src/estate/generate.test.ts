import { describe, expect, test } from 'vitest'
import { releases } from '@sakimori/core/model'
import type { EstateObject, SwitchState } from './estate.ts'
import { generateEstate } from './generate.ts'
import { esxProducts } from './releases/release.ts'
import { complaintsAbout, complaintsAboutValue } from './testing/conform.ts'
import { brokenReferences } from './testing/references.ts'

const ofType = (objects: readonly EstateObject[], type: string) => objects.filter(({ ref }) => ref.type === type)

/** Everything that an object tells, as text. */
const whole = ({ ref, properties, lazyProperties = [], lazy, state }: EstateObject) =>
  JSON.stringify([ref, properties, lazyProperties.map((name) => lazy?.(name)), state])

describe.each(releases)('%s', (release) => {
  const estate = generateEstate({ hosts: 3, vms: 60, seed: 7, release })

  test('all values are such as its servers send', () => {
    const { apiVersion } = esxProducts[release]
    expect([...estate.objects()].flatMap((object) => complaintsAbout(object, apiVersion))).toEqual([])
    const values = [...estate.settings, ...estate.permissions, estate.about]
    expect(values.flatMap((value) => complaintsAboutValue(value, value._typeName, apiVersion))).toEqual([])
  })

  test('every reference leads somewhere', () => {
    expect(brokenReferences(estate)).toEqual([])
  })
})

test('the same options give the same estate, another seed another one', () => {
  const options = { hosts: 5, vms: 80, seed: 3, release: '8.0', mixedReleases: true } as const
  const tell = (seed: number) => [...generateEstate({ ...options, seed }).objects()].map(whole)
  expect(tell(3)).toEqual(tell(3))
  expect(tell(3)).not.toEqual(tell(4))
})

test('an object answers the same each time', () => {
  const objects = [...generateEstate({ hosts: 2, vms: 10, seed: 1, release: '9.0' }).objects()]
  expect(objects.map(whole)).toEqual(objects.map(whole))
})

test('the least and the largest: clusters hold up to 32 hosts, and every VM has a host of its cluster', () => {
  const [one] = [[...generateEstate({ hosts: 1, vms: 0, seed: 1, release: '6.5' }).objects()]]
  expect([ofType(one ?? [], 'HostSystem').length, ofType(one ?? [], 'VirtualMachine').length]).toEqual([1, 0])
  const many = [...generateEstate({ hosts: 2000, vms: 100, seed: 1, release: '8.0', mixedReleases: true }).objects()]
  const hosts = ofType(many, 'HostSystem')
  const perCluster = Map.groupBy(hosts, ({ properties }) => JSON.stringify(properties['parent']))
  expect(hosts.length).toBe(2000)
  expect(Math.max(...[...perCluster.values()].map((list) => list.length))).toBeLessThanOrEqual(32)
})

test('there is a port for each adapter that is plugged into a distributed switch', () => {
  const objects = [...generateEstate({ hosts: 4, vms: 30, seed: 2, release: '8.0' }).objects()]
  const ports = ofType(objects, 'VmwareDistributedVirtualSwitch').flatMap(({ state }) => (state as SwitchState).ports)
  expect(ports.filter(({ connectee }) => connectee?.type === 'vmVnic').length).toBe(30)
  expect(ports.filter(({ connectee }) => connectee?.type === 'hostVmkVnic').length).toBe(4)
  expect(new Set(ports.map(({ key }) => key)).size).toBe(ports.length)
  expect(ports.flatMap((port) => complaintsAboutValue(port, 'DistributedVirtualPort', '8.0.3.0'))).toEqual([])
})

test('ten thousand VMs are laid out in the blink of an eye', () => {
  const started = performance.now()
  const objects = [...generateEstate({ hosts: 200, vms: 10_000, seed: 1, release: '8.0' }).objects()]
  expect(objects.length).toBeGreaterThan(10_200)
  // 20 ms on an idle machine.
  expect(performance.now() - started).toBeLessThan(300)
})
