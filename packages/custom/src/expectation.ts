import {
  absent,
  absentOr,
  atLeast,
  between,
  containsAll,
  is,
  nonEmpty,
  not,
  oneOf,
  within,
  type Expectation,
  type Scalar,
} from '@sakimori/core/control'
import { z } from 'zod'

const scalar = z.union([z.string(), z.number(), z.boolean()])

const plain = [
  z.strictObject({ is: scalar }),
  z.strictObject({ oneOf: z.array(scalar).min(1) }),
  z.strictObject({ not: scalar }),
  z.strictObject({ between: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ contains: z.array(z.string()).min(1) }),
  z.strictObject({ within: z.array(z.string()) }),
  z.strictObject({ nonEmpty: z.literal(true) }),
] as const

/** An expectation as a person writes it: one of the words with its value. */
export const ExpectationWords = z
  .union([...plain, z.strictObject({ absent: z.literal(true) }), z.strictObject({ absentOr: z.union(plain) })], {
    error:
      'an expectation is one of {is: …}, {oneOf: […]}, {not: …}, {between: [min, max]}, {atLeast: …}, {contains: […]}, {within: […]}, {nonEmpty: true}, {absent: true}, {absentOr: {…}}',
  })
  .describe('What the value must be.')
export type ExpectationWords = z.infer<typeof ExpectationWords>

/** The expectation that the words stand for. */
export function expectationOf(words: ExpectationWords): Expectation {
  if ('is' in words) return is(words.is)
  if ('oneOf' in words) return oneOf(words.oneOf as [Scalar, ...Scalar[]])
  if ('not' in words) return not(words.not)
  if ('between' in words) return between(...words.between)
  if ('atLeast' in words) return atLeast(words.atLeast)
  if ('contains' in words) return containsAll(...words.contains)
  if ('within' in words) return within(...words.within)
  if ('nonEmpty' in words) return nonEmpty()
  if ('absent' in words) return absent()
  return absentOr(expectationOf(words.absentOr))
}
