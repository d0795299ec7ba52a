import { isRecord } from '../../model/index.ts'

/** Where REST lists the identity providers that vCenter Server is federated with (7.0 and later). */
export const PROVIDERS = 'rest:/api/vcenter/identity/providers'

/** Their names, or their ids where they have none; an entry without either is no provider, and the list not understood. */
export function providersOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every(isRecord)) return undefined
  const names = value.map(({ name, provider }) => name ?? provider)
  return names.every((one): one is string => typeof one === 'string' && one !== '') ? names : undefined
}
