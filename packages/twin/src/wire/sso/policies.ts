import type { SsoSettings } from '../../estate/estate.ts'
import { audit, invalid, reads, wanted, wantedNumber, writes, type SsoCall, type SsoMethods } from './call.ts'
import { SsoFault, type Content } from './envelope.ts'

/** AdminPasswordPolicy. */
function passwordPolicy(sso: SsoSettings): Content {
  return {
    description: sso.passwordDescription ?? 'Local password policy',
    prohibitedPreviousPasswordsCount: sso.passwordHistory,
    passwordFormat: {
      lengthRestriction: { minLength: sso.passwordMinLength, maxLength: sso.passwordMaxLength },
      alphabeticRestriction: {
        minAlphabeticCount: minAlphabetic(sso),
        minUppercaseCount: sso.passwordMinUpper,
        minLowercaseCount: sso.passwordMinLower,
      },
      minNumericCount: sso.passwordMinNumeric,
      minSpecialCharCount: sso.passwordMinSpecial,
      maxIdenticalAdjacentCharacters: sso.passwordMaxIdenticalAdjacent,
    },
    passwordLifetimeDays: sso.passwordLifetimeDays,
  }
}

const minAlphabetic = (sso: SsoSettings) => sso.passwordMinAlphabetic ?? sso.passwordMinUpper + sso.passwordMinLower

/** Where each number of the policy stands in the request, and from where on it makes sense. */
const passwordFields = [
  ['passwordHistory', 0, 'prohibitedPreviousPasswordsCount'],
  ['passwordMinLength', 1, 'passwordFormat', 'lengthRestriction', 'minLength'],
  ['passwordMaxLength', 1, 'passwordFormat', 'lengthRestriction', 'maxLength'],
  ['passwordMinAlphabetic', 0, 'passwordFormat', 'alphabeticRestriction', 'minAlphabeticCount'],
  ['passwordMinUpper', 0, 'passwordFormat', 'alphabeticRestriction', 'minUppercaseCount'],
  ['passwordMinLower', 0, 'passwordFormat', 'alphabeticRestriction', 'minLowercaseCount'],
  ['passwordMinNumeric', 0, 'passwordFormat', 'minNumericCount'],
  ['passwordMinSpecial', 0, 'passwordFormat', 'minSpecialCharCount'],
  ['passwordMaxIdenticalAdjacent', 1, 'passwordFormat', 'maxIdenticalAdjacentCharacters'],
] as const

const lockFields = [
  ['maxFailedAttempts', 0, 'maxFailedAttempts'],
  ['failedAttemptIntervalSec', 0, 'failedAttemptIntervalSec'],
  ['unlockIntervalSec', 0, 'autoUnlockIntervalSec'],
] as const

function numbers(
  call: SsoCall,
  fields: readonly (readonly [keyof SsoSettings, number, ...string[]])[],
): Partial<SsoSettings> {
  return Object.fromEntries(
    fields.map(([field, min, ...path]) => {
      const value = wantedNumber(call, 'policy', ...path)
      if (value < min) throw invalid(`policy.${path.join('.')}`, `must be ${min} or more`)
      return [field, value]
    }),
  )
}

function updatePasswordPolicy(call: SsoCall): Content {
  // A policy without a lifetime never lets passwords expire: 0 in the same words.
  const hasLifetime = call.arguments.children.some((child) =>
    child.children.some(({ name }) => name === 'passwordLifetimeDays'),
  )
  const days = hasLifetime ? wantedNumber(call, 'policy', 'passwordLifetimeDays') : 0
  if (days < 0) throw invalid('policy.passwordLifetimeDays', 'must be 0 or more')
  const next: SsoSettings = {
    ...call.settings.sso,
    ...numbers(call, passwordFields),
    passwordLifetimeDays: days,
    passwordDescription: wanted(call, 'policy', 'description'),
  }
  if (next.passwordMaxLength < next.passwordMinLength)
    throw badPolicy('the longest password is shorter than the shortest')
  if (minAlphabetic(next) < next.passwordMinUpper + next.passwordMinLower) {
    throw badPolicy('fewer letters are asked for than upper and lower case letters together')
  }
  if (minAlphabetic(next) + next.passwordMinNumeric + next.passwordMinSpecial > next.passwordMaxLength) {
    throw badPolicy('no password is long enough')
  }
  call.settings.sso = next
  audit(call, 'PasswordPolicy', 'The local password policy was changed')
  return undefined
}

const badPolicy = (why: string) =>
  new SsoFault('SsoAdminFaultInvalidPasswordPolicyFault', `The password policy is not valid: ${why}`)

function updateLockoutPolicy(call: SsoCall): Content {
  call.settings.sso = {
    ...call.settings.sso,
    ...numbers(call, lockFields),
    lockDescription: wanted(call, 'policy', 'description'),
  }
  audit(call, 'LockoutPolicy', 'The lock-out policy was changed')
  return undefined
}

/** AdminAuthnPolicy. */
function authnPolicy({ authentication }: SsoSettings): Content {
  const {
    password,
    windows,
    smartCard,
    ocsp = false,
    ocspUrl,
    certificateCrl = true,
    crlUrl,
  } = authentication ?? { password: true, windows: true, smartCard: false }
  return {
    PasswordAuthnEnabled: password,
    WindowsAuthEnabled: windows,
    CertAuthEnabled: smartCard,
    clientCertPolicy: {
      enabled: smartCard,
      ocspEnabled: ocsp,
      useCRLAsFailOver: false,
      sendOCSPNonce: false,
      ocspUrl,
      useInCertCRL: certificateCrl,
      crlUrl,
      crlCacheSize: 512,
    },
  }
}

/** The two policies of SSO's own users, and how one may log in. Accounts lock by what is written here. */
export const policyMethods: SsoMethods = {
  SsoAdminConfigurationManagementService: {
    GetAuthnPolicy: reads(({ settings }) => authnPolicy(settings.sso)),
  },
  SsoAdminPasswordPolicyService: {
    GetLocalPasswordPolicy: reads(({ settings }) => passwordPolicy(settings.sso)),
    UpdateLocalPasswordPolicy: writes(updatePasswordPolicy),
  },
  SsoAdminLockoutPolicyService: {
    GetLockoutPolicy: reads(({ settings: { sso } }) => ({
      description: sso.lockDescription ?? 'Default lock-out policy',
      maxFailedAttempts: sso.maxFailedAttempts,
      failedAttemptIntervalSec: sso.failedAttemptIntervalSec,
      autoUnlockIntervalSec: sso.unlockIntervalSec,
    })),
    UpdateLockoutPolicy: writes(updateLockoutPolicy),
  },
}

/** Why a new password breaks the policy; undefined when it keeps it. Old passwords are not remembered by the twin. */
export function passwordComplaint(sso: SsoSettings, password: string): string | undefined {
  const count = (pattern: RegExp) => password.match(pattern)?.length ?? 0
  const identical = Math.max(0, ...(password.match(/(.)\1*/gs) ?? []).map((run) => run.length))
  const rules: readonly (readonly [broken: boolean, why: string])[] = [
    [password.length < sso.passwordMinLength, `it has fewer than ${sso.passwordMinLength} characters`],
    [password.length > sso.passwordMaxLength, `it has more than ${sso.passwordMaxLength} characters`],
    [count(/[a-z]/gi) < minAlphabetic(sso), `it has fewer than ${minAlphabetic(sso)} letters`],
    [count(/[A-Z]/g) < sso.passwordMinUpper, `it has fewer than ${sso.passwordMinUpper} upper case letters`],
    [count(/[a-z]/g) < sso.passwordMinLower, `it has fewer than ${sso.passwordMinLower} lower case letters`],
    [count(/\d/g) < sso.passwordMinNumeric, `it has fewer than ${sso.passwordMinNumeric} digits`],
    [count(/[^a-z\d]/gi) < sso.passwordMinSpecial, `it has fewer than ${sso.passwordMinSpecial} special characters`],
    [
      identical > sso.passwordMaxIdenticalAdjacent,
      `a character stands more than ${sso.passwordMaxIdenticalAdjacent} times in a row`,
    ],
  ]
  return rules.find(([broken]) => broken)?.[1]
}
