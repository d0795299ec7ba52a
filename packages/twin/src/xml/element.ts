import { parseElement, XmlError, type Element } from '@sakimori/vim25/wire'
import { vimFault } from '../kernel/fault.ts'

export { at, findElement, textAt, type Element } from '@sakimori/vim25/wire'

/** Reads a document. Throws the VimFault InvalidRequest when it is no XML. */
export function readElement(bytes: Uint8Array): Element {
  try {
    return parseElement(bytes)
  } catch (error) {
    if (!(error instanceof XmlError)) throw error
    throw vimFault('InvalidRequest', {}, `the request is no XML: ${error.message}`)
  }
}
