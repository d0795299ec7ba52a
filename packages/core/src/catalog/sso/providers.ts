import { isRecord } from '../../model/index.ts'

/** Where REST lists the identity providers that vCenter Server is federated with (7.0 and later). */
export const PROVIDERS = 'rest:/api/vcenter/identity/providers'

/** Their names. */
export function providersOf(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || !value.every(isRecord)) return undefined
  return value.map(({ name, provider }) => String(name ?? provider))
}
