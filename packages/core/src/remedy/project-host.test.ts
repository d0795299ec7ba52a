import { describe, expect, test } from 'vitest'
import type { Change } from '../control/index.ts'
import { hostProjections } from './project-host.ts'

const ref = { type: 'HostSystem', value: 'host-10' }

describe('an option', () => {
  const change = (from: Change['from'], to: Change['to']): Change => ({
    kind: 'hostOption',
    ref,
    field: 'Mem.ShareForceSalting',
    from,
    to,
  })
  const listed = (value: unknown) => ({
    'config.option': [{ _typeName: 'OptionValue', key: 'mem.shareforcesalting', value }],
  })

  test('trap 19: keeps the box of the wire, so that the type that is written is the type that was read', () => {
    const boxed = (value: number) => listed({ _typeName: 'int', _value: value })
    expect(hostProjections.hostOption(change(0, 2), boxed(0))).toEqual(boxed(2))
    expect(hostProjections.hostOption(change(0, 2), listed(0))).toEqual(listed(2))
  })

  test('that was not there comes with the type that the server asks for, and goes again', () => {
    const added = hostProjections.hostOption(change(undefined, 2), { 'config.option': [] })
    expect(added['config.option']).toEqual([
      { _typeName: 'OptionValue', key: 'Mem.ShareForceSalting', value: { _typeName: 'long', _value: 2 } },
    ])
    expect(hostProjections.hostOption(change(2, undefined), added)).toEqual({ 'config.option': [] })
  })
})

test('a service is changed by its key, and the others stay', () => {
  const services = (running: boolean) => ({
    'config.service.service': [
      { key: 'TSM', running: true, policy: 'on' },
      { key: 'TSM-SSH', running, policy: 'on' },
    ],
  })
  const change: Change = { kind: 'serviceRunning', ref, part: 'TSM-SSH', field: 'running', from: true, to: false }
  expect(hostProjections.serviceRunning(change, services(true))).toEqual(services(false))
})
