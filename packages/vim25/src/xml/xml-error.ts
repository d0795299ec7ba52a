/** The bytes are not XML, or a kind of XML that is refused (DOCTYPE, own entities), or they pass a limit. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
  readonly kind: 'malformed' | 'truncated' | 'tooLarge'

  constructor(message: string, kind: XmlError['kind'] = 'malformed') {
    super(message)
    this.kind = kind
  }
}
