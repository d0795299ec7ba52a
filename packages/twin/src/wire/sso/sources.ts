import type { IdentitySource } from '../../estate/estate.ts'
import { audit, invalid, reads, wanted, writes, type SsoCall, type SsoMethods } from './call.ts'
import { same } from './directory.ts'
import { at, textAt, type Element } from '../../xml/element.ts'
import { SsoFault, type Content } from './envelope.ts'

const details = ({ friendlyName, userBaseDn, groupBaseDn, primaryUrl, failoverUrl }: IdentitySource) => ({
  friendlyName,
  userBaseDn,
  groupBaseDn,
  primaryUrl,
  failoverUrl,
})

const source = ({ name, alias }: { readonly name: string; readonly alias?: string }) => ({
  name,
  domains: { name, alias },
})

/** IdentitySources. */
function identitySources({ settings }: SsoCall): Content {
  const { identitySources: ldaps = [], nativeDomain } = settings.sso
  const system = source({ name: settings.domain, alias: settings.domain.split('.')[0]?.toUpperCase() ?? '' })
  const localOS = source({ name: 'localos' })
  return {
    all: [system, localOS, ...ldaps.map(source)],
    system,
    localOS,
    nativeAD: nativeDomain && source(nativeDomain),
    ldaps: ldaps.map((one) => ({
      ...source(one),
      type: one.type,
      details: details(one),
      authenticationDetails: { authenticationType: 'password', username: one.userName },
    })),
  }
}

/** AdminDomains: the older view of the same. */
function domains({ settings }: SsoCall): Content {
  return {
    externalDomains: (settings.sso.identitySources ?? []).map((one) => ({
      type: one.type,
      name: one.name,
      alias: one.alias,
      details: { ...details(one), searchTimeoutSeconds: 0 },
      authenticationDetails: { authenticationType: 'password', username: one.userName },
    })),
    systemDomainName: settings.domain,
  }
}

function checkedUrl(text: string, property: string): string {
  if (!/^ldaps?:\/\/[^\s/]+$/i.test(text))
    throw invalid(property, 'is no URL of a directory server (ldap://, ldaps://)')
  return text
}

function readDetails(given: Element | undefined) {
  const failoverUrl = textAt(given, 'failoverUrl')
  return {
    friendlyName: textAt(given, 'friendlyName'),
    userBaseDn: textAt(given, 'userBaseDn'),
    groupBaseDn: textAt(given, 'groupBaseDn'),
    primaryUrl: checkedUrl(textAt(given, 'primaryUrl'), 'details.primaryUrl'),
    ...(failoverUrl !== '' && { failoverUrl: checkedUrl(failoverUrl, 'details.failoverUrl') }),
  }
}

function sourceOf(call: SsoCall, parameter: string): IdentitySource {
  const name = wanted(call, parameter)
  const found = call.settings.sso.identitySources?.find((one) => same(one.name, name))
  if (found === undefined)
    throw new SsoFault('SsoAdminFaultDomainNotFoundFault', `There is no identity source ${name}`, { domainName: name })
  return found
}

function write(call: SsoCall, made: IdentitySource): undefined {
  const others = (call.settings.sso.identitySources ?? []).filter(({ name }) => !same(name, made.name))
  call.settings.sso = { ...call.settings.sso, identitySources: [...others, made] }
  audit(call, 'IdentitySourceManagement', `Changed the identity source ${made.name}`)
  return undefined
}

/** The one kind of authentication that the twin knows, with the account that asks. */
function userName(call: SsoCall, kind: string): string {
  if (wanted(call, kind) !== 'password')
    throw new SsoFault('NotSupported', 'The twin knows authentication by password only')
  return wanted(call, 'authnCredentials', 'username')
}

function register(call: SsoCall): Content {
  const name = wanted(call, 'domainName')
  if (
    call.settings.sso.identitySources?.some((one) => same(one.name, name)) === true ||
    same(name, call.settings.domain)
  ) {
    throw new SsoFault('SsoAdminFaultDuplicateDomainNameFault', `The domain ${name} is registered`, {
      domainName: name,
    })
  }
  const type = wanted(call, 'serverType')
  if (type !== 'ActiveDirectory' && type !== 'OpenLdap') throw invalid('serverType', 'is no kind of directory')
  const alias = textAt(call.arguments, 'domainAlias')
  return write(call, {
    name,
    type,
    ...(alias !== '' && { alias }),
    ...readDetails(at(call.arguments, 'details')),
    userName: userName(call, 'authenticationType'),
  })
}

/** Directories that users come from. No directory is asked: the twin's users are those of its estate. */
export const sourceMethods: SsoMethods = {
  SsoAdminIdentitySourceManagementService: {
    Get: reads(identitySources),
    IdS_getDefaultDomains: reads(({ settings }) => [settings.sso.defaultDomain ?? settings.domain]),
    IdS_setDefaultDomains: writes((call) => {
      const name = wanted(call, 'domainNames')
      const isKnown =
        same(name, call.settings.domain) || call.settings.sso.identitySources?.some((one) => same(one.name, name))
      if (isKnown !== true)
        throw new SsoFault('SsoAdminFaultDomainNotFoundFault', `There is no domain ${name}`, { domainName: name })
      call.settings.sso = { ...call.settings.sso, defaultDomain: name }
      audit(call, 'IdentitySourceManagement', `The default domain is ${name}`)
      return undefined
    }),
    RegisterLdap: writes(register),
    UpdateLdap: writes((call) =>
      write(call, { ...sourceOf(call, 'name'), ...readDetails(at(call.arguments, 'details')) }),
    ),
    UpdateLdapAuthnType: writes((call) =>
      write(call, { ...sourceOf(call, 'name'), userName: userName(call, 'authnType') }),
    ),
  },
  SsoAdminDomainManagementService: {
    GetDomains: reads(domains),
    GetSystemDomainName: reads(({ settings }) => settings.domain),
  },
}
