import { portGate, type PortGate } from '../behaviour/firewall.ts'
import { isServiceRunning } from '../behaviour/host-login.ts'
import { hostStateOf } from '../behaviour/host-state.ts'
import type { ManagedObject } from '../kernel/store.ts'
import { isRecord } from '../kernel/values.ts'

/** The ports of a real host, which its firewall rules name; a twin's door may listen elsewhere. */
const httpsPort = 443
const sshPort = 22

interface Gates {
  readonly https: PortGate
  readonly ssh: PortGate
}

const shut: PortGate = { isOpen: false, admits: () => false }

/** Who may come in to a host, and where: by its power, its services and its firewall as they are now. */
export class HostGate {
  readonly #host: ManagedObject
  #gates: Gates | undefined
  #tick = -1

  constructor(host: ManagedObject) {
    this.#host = host
  }

  /** The API and the host client: rule set vSphereClient. */
  get https(): PortGate {
    return this.#now().https
  }

  /** Rule set sshServer, while the service TSM-SSH runs. */
  get ssh(): PortGate {
    return this.#now().ssh
  }

  #now(): Gates {
    const tick = Math.max(...['config', 'runtime', 'state'].map((name) => this.#host.changedAt(name)))
    if (this.#gates === undefined || tick !== this.#tick) {
      this.#tick = tick
      this.#gates = gatesOf(this.#host)
    }
    return this.#gates
  }
}

function gatesOf(host: ManagedObject): Gates {
  if (!answers(host)) return { https: shut, ssh: shut }
  // A host whose firewall module somebody turned off (`esxcli network firewall set -e false`) keeps nobody out.
  const isOff = hostStateOf(host).commandLine?.firewallEnabled === false
  const config = isOff ? undefined : host.get('config')
  const ssh = isServiceRunning(host, 'TSM-SSH') ? portGate(config, sshPort) : shut
  return { https: portGate(config, httpsPort), ssh }
}

/** A host that somebody only disconnected from its vCenter Server runs on. */
function answers(host: ManagedObject): boolean {
  const runtime = host.get('runtime')
  if (!isRecord(runtime)) return true
  return runtime['connectionState'] !== 'notResponding' && (runtime['powerState'] ?? 'poweredOn') === 'poweredOn'
}
