import type { ManagedType, PropertyRequest, VimClient } from '@sakimori/vim25'
import { collectActivity } from './activity.ts'
import { draftOf, type DraftObject } from './draft.ts'
import { missingOfError, missingOfFault } from './missing.ts'
import { collectRest } from './rest/collect-rest.ts'
import { collectSso } from './sso/collect-sso.ts'

/**
 * The server's own managers, as one subject: settings, roles, permissions, extensions; and of REST and single sign-on, which
 * have sessions of their own, what is asked.
 */
export async function collectServiceInstance(
  client: VimClient,
  asked: readonly string[],
  now: Date,
): Promise<DraftObject> {
  const draft = draftOf({ type: 'ServiceInstance', value: 'ServiceInstance' })
  draft.values['content.about'] = client.content.about
  const { setting, extensionManager, authorizationManager } = client.content
  await readProperty(client, draft, setting, 'OptionManager', 'setting')
  await readProperty(client, draft, extensionManager, 'ExtensionManager', 'extensionList')
  await readProperty(client, draft, authorizationManager, 'AuthorizationManager', 'roleList')
  const path = 'AuthorizationManager.RetrieveAllPermissions()'
  if (!authorizationManager) draft.missing[path] = { why: 'notSupported' }
  else
    try {
      draft.values[path] = (await client.call(authorizationManager, 'RetrieveAllPermissions', {})) ?? []
    } catch (error) {
      const why = missingOfError(error)
      if (!why) throw error
      draft.missing[path] = why
    }
  await collectActivity(client, draft, asked, now)
  await collectRest(client, draft, asked)
  await collectSso(client, draft, asked)
  return draft
}

async function readProperty(
  client: VimClient,
  draft: DraftObject,
  ref: { readonly type: string; readonly value: string } | undefined,
  type: ManagedType,
  property: string,
): Promise<void> {
  const path = `${type}.${property}`
  if (!ref) {
    draft.missing[path] = { why: 'notSupported', detail: `the server has no ${type}` }
    return
  }
  const request: PropertyRequest = { type, objects: [ref], paths: [property] }
  for await (const object of client.retrieve([request])) {
    const gone = object.missing.find((entry) => entry.path === property)
    if (gone) draft.missing[path] = missingOfFault(gone.fault)
    else draft.values[path] = object.values[property] ?? []
  }
  if (!(path in draft.values) && !draft.missing[path]) draft.missing[path] = { why: 'notCollected' }
}
