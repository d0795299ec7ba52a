/** What a rule string of `pam_passwdqc` or `pam_pwquality` asks of a new password; a reason when it is broken. */
export type PasswordRules =
  | { readonly readable: false; readonly why: string }
  | {
      readonly readable: true
      /** The least length of a password with one, two, three or all four classes of characters, and of a passphrase. */
      readonly least: {
        readonly one: number
        readonly two: number
        readonly passphrase: number
        readonly three: number
        readonly four: number
      }
      /** Whether the rules bind everyone, and keep a new password from resembling the old one. */
      readonly binds: boolean
    }

/** A kind of password that is not allowed at all: no length is enough. */
export const DISABLED = Number.POSITIVE_INFINITY

const broken = (why: string): PasswordRules => ({ readable: false, why })

/** What each token of `pam_passwdqc` may hold, besides `min`. Tokens come in any order. */
const PASSWDQC_VALUES: Readonly<Record<string, RegExp>> = {
  max: /^\d+$/,
  passphrase: /^\d+$/,
  match: /^\d+$/,
  similar: /^(permit|deny)$/,
  random: /^\d+(,only)?$/,
  enforce: /^(none|users|everyone)$/,
  retry: /^\d+$/,
}

/** Tokens without a value. */
const PASSWDQC_FLAGS = ['non-unix', 'use_first_pass', 'use_authtok', 'ask_oldauthtok', 'check_oldauthtok']

/** The minima that `pam_passwdqc` takes when `min` is not given (its manual page). */
const PASSWDQC_MIN = 'disabled,24,11,8,7'

/**
 * Reads `Security.PasswordQualityControl`: `min=N0,N1,N2,N3,N4` are one class, two classes, passphrase,
 * three and four classes; none may be longer than the one before it. A broken string stops every change of a
 * local password, that of vpxuser included.
 */
export function parsePasswdqc(rules: string): PasswordRules {
  const given = new Map<string, string>()
  for (const token of rules.trim().split(/\s+/)) {
    const [name = '', ...rest] = token.split('=')
    const value = rest.join('=')
    if (rest.length === 0 ? !PASSWDQC_FLAGS.includes(name) : name !== 'min' && !PASSWDQC_VALUES[name]?.test(value))
      return broken(token)
    given.set(name, value)
  }
  const min = given.get('min') ?? PASSWDQC_MIN
  const lengths = min
    .split(',')
    .map((item) => (item === 'disabled' ? DISABLED : /^\d+$/.test(item) ? Number(item) : Number.NaN))
  const [one, two, passphrase, three, four] = lengths
  if (
    lengths.length !== 5 ||
    one === undefined ||
    two === undefined ||
    passphrase === undefined ||
    three === undefined ||
    four === undefined
  )
    return broken(`min=${min}`)
  if (lengths.some((length, at) => Number.isNaN(length) || length > (lengths[at - 1] ?? DISABLED)))
    return broken(`min=${min}`)
  const max = Number(given.get('max') ?? DISABLED)
  if (Math.min(...lengths) > max) return broken(`max=${max}`)
  const binds = given.get('similar') !== 'permit' && (given.get('enforce') ?? 'everyone') === 'everyone'
  return { readable: true, least: { one, two, passphrase, three, four }, binds }
}

const PWQUALITY_NUMBER =
  /^(retry|difok|minlen|minclass|maxrepeat|maxsequence|maxclassrepeat|gecoscheck|dictcheck|usercheck|usersubstr|enforcing|[duol]credit)=(-?\d+)$/

/**
 * Reads `Security.PasswordQualityControlPwquality` of 9.1. A negative credit demands a character of its class; with
 * all four demanded no shorter mix is possible. A positive one shortens the length, so that the length says little.
 */
export function parsePwquality(rules: string): PasswordRules {
  const given = new Map<string, number>()
  let forRoot = false
  for (const token of rules.trim().split(/\s+/)) {
    if (token === 'enforce_for_root') forRoot = true
    else {
      const [, name, value] = PWQUALITY_NUMBER.exec(token) ?? []
      if (name === undefined || value === undefined) return broken(token)
      given.set(name, Number(value))
    }
  }
  const credits = ['dcredit', 'ucredit', 'lcredit', 'ocredit'].map((name) => given.get(name) ?? 0)
  const demanded = Math.max(credits.filter((credit) => credit < 0).length, given.get('minclass') ?? 0)
  const length = (given.get('minlen') ?? 8) - credits.reduce((sum, credit) => sum + Math.max(credit, 0), 0)
  const from = (classes: number) => (demanded > classes ? DISABLED : length)
  return {
    readable: true,
    least: { one: from(1), two: from(2), passphrase: DISABLED, three: from(3), four: length },
    binds: forRoot && (given.get('enforcing') ?? 1) !== 0 && (given.get('difok') ?? 1) > 0,
  }
}
