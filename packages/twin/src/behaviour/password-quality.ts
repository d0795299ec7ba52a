import type { ManagedObject } from '../kernel/store.ts'
import { hostOption, hostOptionNumber } from './host-options.ts'

/** What a new password is measured by: the account's name, and the passwords that it had. */
interface PasswordChange {
  readonly userName: string
  readonly password: string
  /** The newest first. */
  readonly former: readonly string[]
}

/** Why a host does not take a password; undefined when it does. */
export function passwordRefusal(host: ManagedObject, change: PasswordChange): string | undefined {
  const history = hostOptionNumber(host, 'Security.PasswordHistory', 0)
  if (change.password === '') return 'is empty'
  if (change.former.slice(0, history).includes(change.password)) return 'was used before'
  const rules = String(hostOption(host, 'Security.PasswordQualityControl') ?? '')
  const newer = hostOption(host, 'Security.PasswordQualityControlPwquality')
  return typeof newer === 'string' ? pwqualityRefusal(newer, change) : passwdqcRefusal(rules, change)
}

const classes = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/] as const

const settingsOf = (rules: string) =>
  new Map(
    rules.split(/\s+/).map((rule): [string, string] => {
      const [name = '', value = ''] = rule.split('=')
      return [name, value]
    }),
  )

/**
 * pam_passwdqc(8) `min=N0,N1,N2,N3,N4`: the shortest password of one kind of character, of two, the shortest passphrase, and
 * the shortest password of three and of four kinds. A capital at the start and a digit at the end do not count as a kind.
 * `max` is the longest, `similar=deny` refuses one that holds the former. The dictionary is not simulated.
 */
function passwdqcRefusal(rules: string, { userName, password, former }: PasswordChange): string | undefined {
  const settings = settingsOf(rules)
  const longest = Number(settings.get('max') ?? 40)
  if (password.length > longest) return `is longer than ${longest} characters`
  if (holds(password, userName)) return "is based on the account's name"
  const [last = ''] = former
  if (settings.get('similar') !== 'permit' && holds(password, last)) return 'is based on the former password'
  const minimum = (settings.get('min') ?? 'disabled,24,11,8,7').split(',')
  const kinds = kindsOf(password)
  const wanted = minimum[[0, 0, 1, 3, 4][kinds] ?? 0] ?? 'disabled'
  const phrase = minimum[2] ?? 'disabled'
  if (isPhrase(password, Number(settings.get('passphrase') ?? 3)) && isLongEnough(password, phrase)) return undefined
  if (wanted === 'disabled') return `has characters of too few kinds: ${kinds} of 4`
  return isLongEnough(password, wanted) ? undefined : `is shorter than ${wanted} characters`
}

const isLongEnough = (password: string, minimum: string) => minimum !== 'disabled' && password.length >= Number(minimum)

const isPhrase = (password: string, words: number) =>
  words > 0 && (password.match(/[^\s\d]{2,}/g) ?? []).length >= words && /\s/.test(password)

function kindsOf(password: string): number {
  const counted = password.replace(/^[A-Z]/, '').replace(/[0-9]$/, '')
  return classes.filter((kind) => kind.test(counted)).length
}

/** Whether a password is little more than a word: passwdqc takes the word out and looks at what is left. */
function holds(password: string, word: string): boolean {
  if (word.length < 4) return false
  const inside = password.toLowerCase()
  const reversed = Array.from(word.toLowerCase()).toReversed().join('')
  return [word.toLowerCase(), reversed].some((part) => inside.includes(part) && password.length - part.length < 4)
}

/** pam_pwquality(8): `minlen`, how many of a kind there must be (`dcredit=-1`), and `difok` changed characters. */
function pwqualityRefusal(rules: string, { password, former }: PasswordChange): string | undefined {
  const settings = settingsOf(rules)
  const number = (name: string, otherwise: number) => Number(settings.get(name) ?? otherwise)
  const minimum = number('minlen', 8)
  if (password.length < minimum) return `is shorter than ${minimum} characters`
  const credits = [
    ['lcredit', 'small letters'],
    ['ucredit', 'capitals'],
    ['dcredit', 'digits'],
    ['ocredit', 'other characters'],
  ] as const
  for (const [index, [name, what]] of credits.entries()) {
    const wanted = -number(name, 0)
    const count = Array.from(password).filter((character) => classes[index]?.test(character)).length
    if (count < wanted) return `has fewer than ${wanted} ${what}`
  }
  const [last = ''] = former
  const changed = Array.from(password).filter((character) => !last.includes(character)).length
  return last !== '' && changed < number('difok', 1) ? 'is too much like the former password' : undefined
}
