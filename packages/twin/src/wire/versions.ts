import { apiVersions, compareApi } from '@sakimori/vim25'
import { releaseIndex } from '@sakimori/vim25/wire'

/** `/sdk/vimServiceVersions.xml`: the API ids that the server speaks, newest first. */
export function versionsXml(apiVersion: string): string {
  const spoken = apiVersions.filter((id) => compareApi(id, apiVersion) <= 0 && compareApi(id, '2.5') >= 0).toReversed()
  const prior = spoken.slice(1).map((id) => `   <version>${id}</version>`)
  return [
    '<?xml version="1.0" encoding="UTF-8" ?>',
    '<!-- The API ids that this server speaks -->',
    '<namespaces version="1.0">',
    ' <namespace>',
    '  <name>urn:vim25</name>',
    `  <version>${spoken[0] ?? apiVersion}</version>`,
    '  <priorVersions>',
    ...prior,
    '  </priorVersions>',
    ' </namespace>',
    '</namespaces>',
    '',
  ].join('\n')
}

/**
 * What a client chose in `SOAPAction: "urn:vim25/8.0.2.0"`, as an index: never newer than the server. govc names its own
 * newest without asking (facts/vcsim.md §5.1), so a newer or unknown id gets the server's newest.
 */
export function chosenRelease(soapAction: string | undefined, server: number): number {
  const found = /urn:vim25\/([\w.]+)/.exec(soapAction ?? '')
  if (found === null) return server
  const index = releaseIndex(found[1] ?? '')
  return index < 0 ? server : Math.min(index, server)
}
