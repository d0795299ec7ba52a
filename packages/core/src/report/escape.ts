/**
 * Characters that a reader cannot see, or that change what is seen around them: controls (ANSI escapes start with one),
 * bidirectional overrides, zero-width and filler characters, line separators, broken surrogates.
 * Of the unassigned, those that Unicode lets a font leave out.
 * A zero-width joiner inside an emoji is left alone.
 */
const HIDDEN =
  /(?!(?<=\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)\u200d\p{Extended_Pictographic})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\u115f\u1160\u2065\u3164\uffa0\ufff0-\ufff8\u{e0000}-\u{e00ff}\u{e01f0}-\u{e0fff}]/gu

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Shows what an estate says as harmless text on one line: hidden characters become `\x1b`, `\u202e`, `\n`. */
export function visible(said: string): string {
  return said.replaceAll(HIDDEN, (hidden) => SHORT[hidden] ?? writeOut(hidden))
}

function writeOut(hidden: string): string {
  const code = hidden.codePointAt(0) ?? 0
  const hex = code.toString(16)
  return code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`
}

/** Cuts a text after `max` characters and says how long it was. Never cuts a surrogate pair in two. */
export function shorten(said: string, max: number): string {
  if (said.length <= max) return said
  const end = /[\ud800-\udbff]/.test(said.charAt(max - 1)) ? max - 1 : max
  return `${said.slice(0, end)}… (${said.length})`
}

/** JSON text in which hidden characters are written as `\uXXXX`: the same data, safe to look at in a terminal. */
export function escapeJson(json: string): string {
  return json.replaceAll(HIDDEN, (hidden) =>
    // Line feeds are those of our own layout: JSON.stringify has escaped every other one.
    hidden === '\n'
      ? hidden
      : hidden.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
}

const ENTITY: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text for an HTML element or a quoted attribute. */
export function escapeHtml(said: string): string {
  return visible(said).replaceAll(/[&<>"'`]/g, (mark) => ENTITY[mark] ?? mark)
}
