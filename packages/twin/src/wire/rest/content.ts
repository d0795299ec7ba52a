import type { ContentLibrary } from '../../estate/estate.ts'
import { flag, oneOf, optional, struct, text } from './decode.ts'
import { invalid, missing, RestError } from './rest-error.ts'
import { change, part, shows, takes, type RestCall, type RestRow } from './row.ts'

/** The one policy that a fresh vCenter Server has: OVF templates must be signed. */
const policies = [
  { policy: 'OVF_STRICT', name: 'OVF default policy', item_type_rules: { ovf: 'OVF_STRICT_VERIFICATION' } },
]

function libraryOf(call: RestCall): ContentLibrary {
  const id = part(call, 'library').replace(/^id:/, '')
  const found = call.settings.appliance.libraries?.find((library) => library.id === id)
  if (found === undefined) throw missing(`the library ${id}`)
  return found
}

function shown({
  id,
  name,
  description = '',
  type,
  published = false,
  authentication = 'NONE',
  securityPolicyId,
}: ContentLibrary) {
  return {
    id,
    name,
    description,
    type,
    ...(type === 'LOCAL' && { publish_info: { published, authentication_method: authentication } }),
    ...(securityPolicyId !== undefined && { security_policy_id: securityPolicyId }),
  }
}

const update = struct({
  name: optional(text),
  description: optional(text),
  publish_info: optional(
    struct({
      published: optional(flag),
      authentication_method: optional(oneOf('BASIC', 'NONE')),
      user_name: optional(text),
      password: optional(text),
    }),
  ),
  security_policy_id: optional(text),
  unset_security_policy_id: optional(flag),
})

function write(call: RestCall, wanted: ReturnType<typeof update>): void {
  const old = libraryOf(call)
  const {
    published = old.published,
    authentication_method: method = old.authentication,
    password,
  } = wanted.publish_info ?? {}
  if (published === true && method === 'BASIC' && old.authentication !== 'BASIC' && password === undefined) {
    throw invalid('publish_info.password', 'is needed for BASIC authentication')
  }
  const policy = wanted.security_policy_id ?? old.securityPolicyId
  if (policy !== undefined && !policies.some((one) => one.policy === policy))
    throw missing(`the security policy ${policy}`)
  const { securityPolicyId: _old, ...kept } = old
  const made: ContentLibrary = {
    ...kept,
    name: wanted.name ?? old.name,
    ...(wanted.description !== undefined && { description: wanted.description }),
    ...(published !== undefined && { published }),
    ...(method !== undefined && { authentication: method }),
    ...(policy !== undefined && wanted.unset_security_policy_id !== true && { securityPolicyId: policy }),
  }
  change(call, { libraries: (call.settings.appliance.libraries ?? []).map((one) => (one.id === old.id ? made : one)) })
}

const since = '7.0.2.0'
const updates = (path: string, type: ContentLibrary['type'] | undefined) =>
  takes('PATCH', path, since, update, (call, wanted) => {
    if (type !== undefined && libraryOf(call).type !== type) {
      throw new RestError('INVALID_ARGUMENT', `the library is not ${type}`)
    }
    write(call, wanted)
  })

/** Content libraries, as far as their security goes, and key providers. */
export const contentRows: readonly RestRow[] = [
  shows('/content/library', since, ({ settings }) => (settings.appliance.libraries ?? []).map(({ id }) => id)),
  shows('/content/library/{library}', since, (call) => shown(libraryOf(call))),
  updates('/content/library/{library}', undefined),
  shows('/content/local-library', since, ({ settings }) =>
    (settings.appliance.libraries ?? []).filter(({ type }) => type === 'LOCAL').map(({ id }) => id),
  ),
  shows('/content/local-library/{library}', since, (call) => {
    const library = libraryOf(call)
    if (library.type !== 'LOCAL') throw new RestError('INVALID_ARGUMENT', 'the library is not LOCAL')
    return shown(library)
  }),
  updates('/content/local-library/{library}', 'LOCAL'),
  shows('/content/security-policies', since, () => policies),
  shows('/vcenter/crypto-manager/kms/providers', since, ({ settings }) =>
    (settings.appliance.keyProviders ?? []).map(({ provider, exportRequired }) => ({
      provider,
      health: exportRequired ? 'WARNING' : 'OK',
    })),
  ),
  shows('/vcenter/crypto-manager/kms/providers/{provider}', since, (call) => {
    const wanted = part(call, 'provider')
    const found = call.settings.appliance.keyProviders?.find(({ provider }) => provider === wanted)
    if (found === undefined) throw missing(`the key provider ${wanted}`)
    const { type, exportRequired, keyId = '' } = found
    return { type, export_required: exportRequired, ...(type === 'NATIVE' && { native_info: { key_id: keyId } }) }
  }),
]
