import type { DataTypes } from '@sakimori/vim25/types'
import { portIndex, type SwitchConfig } from '../../behaviour/dvs-ports.ts'
import { invalidArgument, notFound, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { uplinkNames } from './dvs-common.ts'
import { checkIp, checkOneOf, checkRange } from './fields.ts'

type Session = DataTypes['VMwareVspanSession']
type Port = NonNullable<Session['destinationPort']>

const types = ['mixedDestMirror', 'dvPortMirror', 'remoteMirrorSource', 'remoteMirrorDest', 'encapRemoteMirrorSource']
const encapsulations = ['gre', 'erspan2', 'erspan3']

/** Applies changes to the port mirroring sessions of a switch. Throws InvalidArgument, NotFound and the Vspan… faults. */
export function applyVspan(
  dvs: ManagedObject,
  config: SwitchConfig,
  specs: readonly DataTypes['VMwareDVSVspanConfigSpec'][],
): SwitchConfig {
  let sessions = [...(config.vspanSession ?? [])]
  for (const { operation, vspanSession } of specs) {
    const current = sessions.find(({ key }) => key !== undefined && key === vspanSession.key)
    switch (operation) {
      case 'add': {
        if (vspanSession.key !== undefined && vspanSession.key !== '')
          throw invalidArgument('vspanSession.key', 'must be unset')
        sessions.push(checked(dvs, config, { ...vspanSession, key: newKey(sessions, vspanSession.sessionType) }))
        break
      }
      case 'edit':
        if (current === undefined) throw notFound(`mirroring session ${vspanSession.key ?? ''}`)
        sessions = sessions.map((held) =>
          held === current ? checked(dvs, config, { ...current, ...vspanSession }) : held,
        )
        break
      case 'remove':
        if (current === undefined) throw notFound(`mirroring session ${vspanSession.key ?? ''}`)
        sessions = sessions.filter((held) => held !== current)
        break
      default:
        throw invalidArgument('vspanConfigSpec.operation', 'is none of add, edit, remove')
    }
  }
  checkConflicts(sessions)
  const { vspanSession: _old, ...rest } = config
  return { ...rest, ...(sessions.length > 0 && { vspanSession: sessions }) }
}

function newKey(sessions: readonly Session[], type = 'mixedDestMirror'): string {
  const taken = new Set(sessions.map(({ key }) => key))
  let number = 1
  while (taken.has(`${type}-${number}`)) number += 1
  return `${type}-${number}`
}

function checked(dvs: ManagedObject, config: SwitchConfig, session: Session): Session {
  const path = 'vspanSession'
  const { sessionType = 'mixedDestMirror', destinationPort, sourcePortReceived, sourcePortTransmitted } = session
  checkOneOf(`${path}.sessionType`, sessionType, types)
  checkOneOf(`${path}.encapType`, session.encapType, encapsulations)
  checkRange(`${path}.encapsulationVlanId`, session.encapsulationVlanId, 0, 4094)
  checkRange(`${path}.samplingRate`, session.samplingRate, 1, 65_535)
  checkRange(`${path}.erspanId`, session.erspanId, 0, 0x3ff)
  // 0, as unset, is the whole frame.
  if (session.mirroredPacketLength !== 0)
    checkRange(`${path}.mirroredPacketLength`, session.mirroredPacketLength, 60, 65_535)
  for (const port of [destinationPort, sourcePortReceived, sourcePortTransmitted]) checkPort(dvs, config, session, port)
  for (const port of [destinationPort, sourcePortTransmitted]) {
    if ((port?.wildcardPortConnecteeType ?? []).length > 0)
      throw invalidArgument(`${path}.wildcardPortConnecteeType`, 'is for received traffic only')
  }
  for (const source of [sourcePortReceived, sourcePortTransmitted]) {
    if ((source?.uplinkPortName ?? []).length > 0) throw invalidArgument(`${path}.uplinkPortName`, 'cannot be a source')
  }
  if (sessionType === 'encapRemoteMirrorSource' && (destinationPort?.ipAddress ?? []).length === 0) {
    throw invalidArgument(`${path}.destinationPort.ipAddress`, 'is required for an encapsulated session')
  }
  return { ...session, sessionType }
}

function checkPort(dvs: ManagedObject, config: SwitchConfig, { key = '' }: Session, port: Port | undefined): void {
  for (const address of port?.ipAddress ?? []) checkIp('vspanSession.destinationPort.ipAddress', address)
  for (const vlan of port?.vlans ?? []) checkRange('vspanSession.vlans', vlan, 0, 4094)
  for (const name of port?.uplinkPortName ?? []) {
    if (!uplinkNames(config).includes(name))
      throw invalidArgument('vspanSession.destinationPort.uplinkPortName', `names no uplink: ${name}`)
  }
  for (const portKey of port?.portKey ?? []) {
    const found = portIndex(dvs).byKey.get(portKey)
    if (found === undefined) throw notFound(`port ${portKey}`)
    const setting = found.config.setting as DataTypes['VMwareDVSPortSetting'] | undefined
    if (setting?.securityPolicy?.allowPromiscuous?.value === true && port !== undefined) {
      const text = `Port ${portKey} allows promiscuous mode and cannot be mirrored`
      throw vimFault('VspanPromiscuousPortNotSupported', { vspanSessionKey: key, portKey }, text)
    }
  }
}

const keysOf = (...ports: readonly (Port | undefined)[]) => ports.flatMap((port) => port?.portKey ?? [])

/** A port is the destination of one session only, and the source of none (vSphere API, ReconfigureDvs_Task). */
function checkConflicts(sessions: readonly Session[]): void {
  for (const session of sessions) {
    const { key: vspanSessionKey = '', sourcePortReceived, sourcePortTransmitted, destinationPort } = session
    const sources = keysOf(sourcePortReceived, sourcePortTransmitted)
    for (const portKey of keysOf(destinationPort)) {
      if (sources.includes(portKey)) {
        throw vimFault(
          'VspanSameSessionPortConflict',
          { vspanSessionKey, portKey },
          `Port ${portKey} is source and destination`,
        )
      }
      const others = sessions.filter((other) => other !== session)
      const rival = others.find((other) => keysOf(other.destinationPort).includes(portKey))
      const keys = (other: Session) => ({
        vspanSessionKey1: vspanSessionKey,
        vspanSessionKey2: other.key ?? '',
        portKey,
      })
      if (rival !== undefined)
        throw vimFault('VspanDestPortConflict', keys(rival), `Port ${portKey} is the destination of two sessions`)
      const feeding = others.find((other) => keysOf(other.sourcePortTransmitted).includes(portKey))
      if (feeding !== undefined)
        throw vimFault('VspanPortConflict', keys(feeding), `Port ${portKey} is source and destination of two sessions`)
    }
  }
}
