import { escapeHtml } from '../escape.ts'

/** HTML that is safe to write. Only `html` makes it, so text can reach a page in no other way than escaped. */
export class Markup {
  readonly #html: string
  constructor(parts: readonly string[], values: readonly Content[]) {
    this.#html = parts.map((part, index) => part + write(values[index])).join('')
  }
  toString(): string {
    return this.#html
  }
}

export type Content = Markup | string | number | false | undefined | readonly Content[]

/** Writes HTML: what stands between `${` and `}` is escaped, unless `html` made it. Quote every attribute. */
export const html = (parts: TemplateStringsArray, ...values: readonly Content[]): Markup => new Markup(parts, values)

function write(content: Content): string {
  if (content === undefined || content === false) return ''
  if (content instanceof Markup) return content.toString()
  return typeof content === 'object' ? content.map(write).join('') : escapeHtml(String(content))
}
