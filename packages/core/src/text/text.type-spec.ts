import { note, text } from './text.ts'

text('{n} of {m}', '{m} 中 {n}')
// @ts-expect-error a slot that only English has
text('{n} of {m}', '{m} 中')
// @ts-expect-error a slot that only Japanese has
text('of {m}', '{m} 中 {n}')
const counted = text('{n} hosts', 'ホスト {n} 台')
note(counted, { n: 3 })
// @ts-expect-error the value of a slot is missing
note(counted, {})
