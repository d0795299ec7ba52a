import { setTimeout as sleep } from 'node:timers/promises'

import { entityBombReply, faultReply, htmlReply, type Reply } from './reply.ts'
import { withholdProperties, type WireFault, type WireObject } from './rewrite.ts'
import type { Action, Exchange, Outcome } from './rules.ts'

const withText = (reply: Reply, change: (xml: string) => string): Outcome => ({
  reply: { ...reply, body: Buffer.from(change(reply.body.toString('utf8'))) },
})

const covers = (withheld: string, path: string): boolean =>
  path === withheld || path.startsWith(`${withheld}.`) || path.startsWith(`${withheld}[`)

/** Fetch, pyVmomi's way to read one property, has no missingSet: a refusal is a fault. */
const fetchedPath = ({ method, request }: Exchange): string | undefined =>
  method === 'Fetch' ? /<(?:\w+:)?prop\b[^>]*>([^<]*)</.exec(request)?.[1] : undefined

const withhold = async (
  exchange: Exchange,
  isWithheld: (path: string, object: WireObject) => boolean,
  fault: WireFault,
): Promise<Outcome> => {
  const path = fetchedPath(exchange)
  if (path !== undefined && isWithheld(path, exchange.target)) return { reply: faultReply(fault, exchange.target) }
  const reply = await exchange.forward()
  return reply.status === 200 ? withText(reply, (xml) => withholdProperties(xml, isWithheld, fault)) : { reply }
}

/** Does to a request what an action says. */
export const perform = async (action: Action, exchange: Exchange): Promise<Outcome> => {
  switch (action.kind) {
    case 'withhold': {
      const { paths, types, privilegeId = 'System.Read' } = action
      return await withhold(
        exchange,
        (path, { type }) => (types?.includes(type) ?? true) && paths.some((withheld) => covers(withheld, path)),
        { type: 'NoPermission', privilegeId, message: 'Permission to perform this operation was denied.' },
      )
    }
    case 'allNotAuthenticated': {
      const fault = {
        type: 'NotAuthenticated',
        privilegeId: 'System.View',
        message: 'The session is not authenticated.',
      }
      return await withhold(exchange, () => true, fault)
    }
    case 'fault':
      return { reply: faultReply(withDefaults(action), exchange.target) }
    case 'truncate': {
      const reply = await exchange.forward()
      if (action.cut !== false) return { reply, cutAfter: action.atByte }
      return { reply: { ...reply, body: reply.body.subarray(0, action.atByte) } }
    }
    case 'html':
      return { reply: htmlReply }
    case 'entityBomb':
      return { reply: entityBombReply(exchange.method) }
    case 'mistype': {
      const { element, text } = action
      const pattern = new RegExp(`(<${element}(?:\\s[^>]*)?>)[^<]*(</${element}>)`, 'g')
      return withText(await exchange.forward(), (xml) =>
        xml.replace(pattern, (_, open: string, close: string) => open + text + close),
      )
    }
    case 'hang':
    case 'drop':
      return action.kind
    case 'delay':
      await sleep(action.ms)
      return { reply: await exchange.forward() }
  }
}

/** Both derive from SecurityError, whose object and privilege a server always fills in. */
const withDefaults = ({ type, privilegeId, message }: Extract<Action, { kind: 'fault' }>): WireFault => {
  const secured = type === 'NoPermission' || type === 'NotAuthenticated'
  const privilege = privilegeId ?? (secured ? 'System.View' : undefined)
  return { type, message: message ?? type, ...(privilege === undefined ? {} : { privilegeId: privilege }) }
}
