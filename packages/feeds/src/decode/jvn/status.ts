import { FeedError } from '../../feed-error.ts'
import { FEED } from './entry.ts'

/** How much of an answer this is: MyJVN gives 50 entries or 10 details a page, and `startItem` asks for the next. */
export interface JvnPage {
  readonly total: number
  readonly returned: number
  /** Counted from 1; 0 where there is none. */
  readonly first: number
}

/**
 * The page that the status node of an answer describes. MyJVN sends its errors with the HTTP status of a success.
 *
 * @param at reads a value of the node: a text in XML, a number in JSON
 */
export function pageOf(at: (name: string) => unknown): JvnPage {
  if (numberOf(at('retCd')) !== 0) {
    const said = [at('errCd'), at('errMsg')].filter((part) => typeof part === 'string' && part !== '').join(': ')
    throw new FeedError(
      'refused',
      FEED,
      `MyJVN answered with an error (${said || 'without a reason'}): check the query`,
    )
  }
  return {
    total: numberOf(at('totalRes')) ?? 0,
    returned: numberOf(at('totalResRet')) ?? 0,
    first: numberOf(at('firstRes')) ?? 0,
  }
}

const numberOf = (said: unknown): number | undefined =>
  (typeof said === 'string' || typeof said === 'number') && /^\d{1,9}$/.test(String(said)) ? Number(said) : undefined
