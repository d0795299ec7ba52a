import { at, textAt, type Element } from '@sakimori/vim25/wire'

/** The fields of an element that are there. */
const fields = (entries: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))

/** A whole number; what is none stays text, for the reader to refuse. */
function number(element: Element | undefined, ...path: readonly string[]): number | string | undefined {
  const text = textAt(element, ...path)
  if (text === '') return undefined
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

const optionalText = (element: Element | undefined, ...path: readonly string[]) => textAt(element, ...path) || undefined

/** XML Schema writes true as 1, too; what is neither stays text. */
function flag(element: Element | undefined, name: string): boolean | string | undefined {
  const text = textAt(element, name)
  if (text === '') return undefined
  return /^(?:true|1)$/.test(text) ? true : /^(?:false|0)$/.test(text) ? false : text
}

/** AdminAuthnPolicy: how one may log in, and how smart cards are checked. */
export function authnPolicyOf(policy: Element | undefined) {
  const cards = at(policy, 'clientCertPolicy')
  return fields({
    PasswordAuthnEnabled: flag(policy, 'PasswordAuthnEnabled'),
    WindowsAuthEnabled: flag(policy, 'WindowsAuthEnabled'),
    CertAuthEnabled: flag(policy, 'CertAuthEnabled'),
    clientCertPolicy: fields({
      ocspEnabled: flag(cards, 'ocspEnabled'),
      ocspUrl: optionalText(cards, 'ocspUrl'),
      useInCertCRL: flag(cards, 'useInCertCRL'),
      crlUrl: optionalText(cards, 'crlUrl'),
    }),
  })
}

/** Names of AdminPersonUser, and whether SSO refuses them. */
export const accountsOf = (found: readonly Element[]) =>
  found.map((one) => fields({ name: textAt(one, 'id', 'name'), disabled: flag(one, 'disabled') }))

/** AdminLockoutPolicy. */
export const lockoutPolicyOf = (policy: Element | undefined) =>
  fields({
    description: optionalText(policy, 'description'),
    maxFailedAttempts: number(policy, 'maxFailedAttempts'),
    failedAttemptIntervalSec: number(policy, 'failedAttemptIntervalSec'),
    autoUnlockIntervalSec: number(policy, 'autoUnlockIntervalSec'),
  })

/** AdminPasswordPolicy. */
export function passwordPolicyOf(policy: Element | undefined) {
  const format = at(policy, 'passwordFormat')
  const of = (element: Element | undefined, ...names: readonly string[]) =>
    fields(Object.fromEntries(names.map((name) => [name, number(element, name)])))
  return fields({
    description: optionalText(policy, 'description'),
    prohibitedPreviousPasswordsCount: number(policy, 'prohibitedPreviousPasswordsCount'),
    passwordFormat: {
      lengthRestriction: of(at(format, 'lengthRestriction'), 'minLength', 'maxLength'),
      alphabeticRestriction: of(
        at(format, 'alphabeticRestriction'),
        'minAlphabeticCount',
        'minUppercaseCount',
        'minLowercaseCount',
      ),
      ...of(format, 'minNumericCount', 'minSpecialCharCount', 'maxIdenticalAdjacentCharacters'),
    },
    passwordLifetimeDays: number(policy, 'passwordLifetimeDays'),
  })
}

/** IdentitySources without SSO's own domain and that of the operating system, which every server has. */
export function identitySourcesOf(sources: Element | undefined) {
  const all = sources?.children ?? []
  const native = all.filter(({ name }) => name === 'nativeAD')
  const ldaps = all.filter(({ name }) => name === 'ldaps')
  return [
    ...native.map((source) => fields({ kind: 'nativeAD', ...naming(source) })),
    ...ldaps.map((source) =>
      fields({
        kind: 'ldap',
        ...naming(source),
        type: optionalText(source, 'type'),
        friendlyName: optionalText(source, 'details', 'friendlyName'),
        userBaseDn: optionalText(source, 'details', 'userBaseDn'),
        groupBaseDn: optionalText(source, 'details', 'groupBaseDn'),
        primaryUrl: optionalText(source, 'details', 'primaryUrl'),
        failoverUrl: optionalText(source, 'details', 'failoverUrl'),
        userName: optionalText(source, 'authenticationDetails', 'username'),
      }),
    ),
  ]
}

const naming = (source: Element) => ({
  name: textAt(source, 'name'),
  alias: optionalText(source, 'domains', 'alias'),
})

/** The principals of AdminUser or AdminGroup: 'administrator@vsphere.local'. */
export const principalsOf = (found: readonly Element[]): readonly string[] =>
  found.map((one) => `${textAt(one, 'id', 'name')}@${textAt(one, 'id', 'domain')}`)
