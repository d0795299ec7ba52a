import { text, type Text } from '@sakimori/core/text'
import type { VimErrorCode } from '@sakimori/vim25'

const unreachable = text(
  'Check the address and the port, and that this machine may reach it.',
  'アドレスとポート、このマシンから到達できることを確認してください。',
)
const notVim = text(
  'Is this a vCenter Server or an ESX host? A proxy on the way may answer in its place.',
  '接続先は vCenter Server か ESX ホストですか。途中のプロキシが代わりに応答している可能性もあります。',
)
const broken = text(
  'The reply was damaged on the way or by the server; try again, and report it if it stays.',
  '応答が経路上かサーバーで壊れています。再試行し、続く場合は報告してください。',
)
const busy = text(
  'The server is overloaded or restarting; try again later.',
  'サーバーが過負荷か再起動中です。後で再試行してください。',
)

/** What to do next, for each way in which talking to a server can fail. Ways that explain themselves have none. */
const advice: Partial<Record<VimErrorCode, Text>> = {
  unreachable,
  timeout: text(
    'The server was silent for too long; raise --timeout if it is only slow.',
    'サーバーの応答がありません。遅いだけなら --timeout を延ばしてください。',
  ),
  tls: text(
    'The certificate is not trusted here: give its authority with --ca FILE, or pin it with --thumbprint once you have compared it.',
    'この証明書は信頼されていません。--ca で認証局を渡すか、内容を確かめてから --thumbprint で固定してください。',
  ),
  pinMismatch: text(
    'The certificate was renewed, or somebody stands in between: compare it on the server before you trust it.',
    '証明書が更新されたか、何者かが間に入っています。信頼する前にサーバー側で照合してください。',
  ),
  notVimServer: notVim,
  protocol: broken,
  truncated: broken,
  tooLarge: broken,
  unavailable: busy,
  invalidLogin: text(
    'Check the user name and the password; the account may be locked.',
    'ユーザー名とパスワードを確認してください。アカウントがロックされている可能性もあります。',
  ),
  noPermission: text(
    '`sakimori doctor` names the smallest role that suffices.',
    '必要な最小のロールは `sakimori doctor` で確認できます。',
  ),
}

export const adviceFor = (code: string): Text | undefined => advice[code as VimErrorCode]
