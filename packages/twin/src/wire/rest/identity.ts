import type { IdentityProvider } from '../../estate/estate.ts'
import { missing } from './rest-error.ts'
import { part, shows, type RestRow } from './row.ts'

function summary({ provider, name, configTag, isDefault, domainNames, discoveryEndpoint, clientId }: IdentityProvider) {
  return {
    provider,
    name,
    config_tag: configTag,
    is_default: isDefault,
    domain_names: domainNames,
    ...(configTag === 'Oidc' && {
      oidc: { discovery_endpoint: discoveryEndpoint ?? '', client_id: clientId ?? '', authentication_header: '' },
    }),
  }
}

/** Identity providers that vCenter Server is federated with; directories of SSO itself are seen over SSO's own interface. */
export const identityRows: readonly RestRow[] = [
  shows('/vcenter/identity/providers', '7.0.0.0', ({ settings }) =>
    (settings.sso.identityProviders ?? []).map(summary),
  ),
  shows('/vcenter/identity/providers/{provider}', '7.0.0.0', (call) => {
    const wanted = part(call, 'provider')
    const found = call.settings.sso.identityProviders?.find(({ provider }) => provider === wanted)
    if (found === undefined) throw missing(`the identity provider ${wanted}`)
    const { provider: _id, ...shown } = summary(found)
    return shown
  }),
]
