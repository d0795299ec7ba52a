import { createHash, randomBytes } from 'node:crypto'
import { isA } from '@sakimori/vim25'
import type { DataTypes } from '@sakimori/vim25/types'
import { demand, methodsOf, sessionOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { notHonoured } from './refuse.ts'
import { setRuntime } from './power.ts'
import { configOf, needPower, postVm, reachableHost, stateOf } from './vm-record.ts'

type Connection = DataTypes['VirtualMachineConnection']

const consolesOf = (vm: ManagedObject): readonly Connection[] => stateOf(vm).consoles ?? []

function setConsoles(call: Call, vm: ManagedObject, consoles: readonly Connection[]): void {
  vm.state = { ...stateOf(vm), consoles }
  setRuntime(call.world, vm, { numMksConnections: consoles.length })
}

/**
 * Opens a console: who gets a ticket uses it, so that the limit on consoles can be seen to hold. It stays until it is
 * dropped, or the VM is off. Throws InvalidPowerState, MksConnectionLimitReached.
 */
function open(call: Call): { readonly host: ManagedObject | undefined; readonly ticket: string } {
  const vm = call.self
  const host = reachableHost(call.world, vm)
  needPower(vm, ['poweredOn'], 'poweredOn')
  const limit = configOf(vm).maxMksConnections ?? -1
  const consoles = consolesOf(vm)
  if (limit >= 0 && consoles.length >= limit) {
    throw vimFault(
      'MksConnectionLimitReached',
      { connectionLimit: limit },
      `The maximum number of connections, ${limit}, has been reached.`,
    )
  }
  const { name } = sessionOf(call)
  const label = `console-${consoles.length + 1}-${randomBytes(4).toString('hex')}`
  setConsoles(call, vm, [
    ...consoles,
    { _typeName: 'VirtualMachineConnection', label, client: call.from.address, userName: name },
  ])
  return { host, ticket: randomBytes(16).toString('hex') }
}

/** The SHA-1 thumbprint of a host's certificate, as clients compare it. */
function thumbprintOf(call: Call, host: ManagedObject | undefined): string | undefined {
  const config = host?.get('config')
  const bytes = isA(config, 'HostConfigInfo') ? config.certificate : undefined
  if (host === undefined || bytes === undefined || call.world.isHost) return undefined
  const pem = Buffer.from(bytes.map((byte) => byte & 0xff)).toString('latin1')
  const der = Buffer.from(pem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
  return createHash('sha1').update(der).digest('hex').toUpperCase().match(/../g)?.join(':')
}

function ticketFields(call: Call, { host, ticket }: ReturnType<typeof open>) {
  const sslThumbprint = thumbprintOf(call, host)
  return {
    ticket,
    cfgFile: configOf(call.self).files?.vmPathName ?? '',
    ...(host !== undefined && { host: call.world.nameOf(host) }),
    ...(sslThumbprint !== undefined && { sslThumbprint }),
  }
}

export const consoleMethods = methodsOf('VirtualMachine', {
  AcquireTicket(call, { ticketType }) {
    if (ticketType !== 'mks' && ticketType !== 'webmks') throw notHonoured(`tickets of the type ${ticketType}`)
    demand(call.world, sessionOf(call), call.self, 'VirtualMachine.Interact.ConsoleInteract')
    const fields = ticketFields(call, open(call))
    postVm(call, 'VmAcquiredTicketEvent', call.self, { ticketType })
    const url =
      ticketType === 'webmks' ? { url: `wss://${fields.host ?? 'localhost'}:443/ticket/${fields.ticket}` } : {}
    return { _typeName: 'VirtualMachineTicket' as const, ...fields, port: ticketType === 'webmks' ? 443 : 902, ...url }
  },
  AcquireMksTicket(call) {
    const fields = ticketFields(call, open(call))
    postVm(call, 'VmAcquiredMksTicketEvent', call.self)
    return { _typeName: 'VirtualMachineMksTicket' as const, ...fields, port: 902 }
  },
  QueryConnections: ({ self }) => [...consolesOf(self)],
  DropConnections(call, { listOfConnections = [] }) {
    const held = consolesOf(call.self)
    const gone = new Set(listOfConnections.map(({ label }) => label))
    for (const label of gone)
      if (!held.some((one) => one.label === label)) throw invalidArgument('listOfConnections', `is not open: ${label}`)
    setConsoles(
      call,
      call.self,
      held.filter(({ label }) => !gone.has(label)),
    )
    return true
  },
})
