import { VimError, reasonOf, type VimErrorCode } from '../errors.ts'

/**
 * Turns what undici, node:tls or node:zlib threw into a VimError. `lost` is the code for a connection that broke:
 * 'unreachable' before the reply, 'truncated' within it.
 */
export function transportError(
  error: unknown,
  label: string,
  signal: AbortSignal | undefined,
  lost: VimErrorCode = 'unreachable',
): VimError {
  if (signal?.aborted === true) return new VimError('aborted', `${label}: aborted by the caller`, { cause: error })
  const inner = deepest(error)
  if (inner instanceof VimError) return inner
  return new VimError(codeOf(inner, lost), `${label}: ${reasonOf(inner)}`, { cause: error })
}

function codeOf(error: unknown, lost: VimErrorCode): VimErrorCode {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout'
  if (/^ERR_TLS|^ERR_SSL|^EPROTO|CERT|SELF_SIGNED|UNABLE_TO|ISSUER|HOSTNAME_MISMATCH/.test(code)) return 'tls'
  if (code.startsWith('Z_')) return code === 'Z_BUF_ERROR' ? 'truncated' : 'protocol'
  return lost
}

/** undici wraps: the cause says what happened. */
function deepest(error: unknown): unknown {
  let at = error
  while (at instanceof Error && !(at instanceof VimError) && at.cause instanceof Error) at = at.cause
  return at
}
