import { isVcenter, notApplicable, type Outcome } from '../control/index.ts'
import type { Inventory, Subject } from '../model/index.ts'
import { note, text } from '../text/index.ts'

const notVcenter = text('the endpoint is a host, not vCenter Server', '接続先は vCenter Server ではなくホストである')

/** The outcome for a lone host, which has a `ServiceInstance` too but is no vCenter Server; `undefined` for vCenter Server. */
export function notForLoneHost(subject: Subject, inventory: Inventory): Outcome | undefined {
  const applies = isVcenter(subject, inventory)
  return applies.known && applies.value ? undefined : { ...notApplicable(note(notVcenter, {})), evidence: [applies] }
}
