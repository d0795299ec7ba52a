/**
 * The server's side of the wire, for a twin: the same tables, read and written from the other end; and small XML documents
 * of other interfaces. Clients of vim25 need nothing of this.
 */
export { RequestDecoder, type RequestOptions, type WireRequest } from './soap/request-decoder.ts'
export { ReplyEncoder } from './soap/reply-encoder.ts'
export { TypedValue } from './soap/typed-value.ts'
export { escapeText } from './soap/escape.ts'
export { unlistedMethods } from './schema/unlisted.ts'
export { releaseIndex } from './schema/versions.ts'
export { NameTable } from './xml/names.ts'
export { TextReader } from './xml/text.ts'
export { XmlScanner, type XmlHandler } from './xml/scanner.ts'
export { XmlError } from './xml/xml-error.ts'
export { decodeParameters, decodeValue } from './json/decoder.ts'
export { encodeFault, encodeResult, encodeValue } from './json/encoder.ts'
export { at, findElement, parseElement, textAt, type Element } from './xml/element.ts'
