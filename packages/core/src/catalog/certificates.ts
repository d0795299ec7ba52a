import type { Judgement, Row } from '../control/index.ts'
import { unknown, type CertificateInfo, type Fact, type Inventory, type Subject } from '../model/index.ts'
import type { Text } from '../text/index.ts'
import type { CertificateCheck } from './certificate-checks.ts'
import { readCertificate, readShownCertificate } from './certificate-reading.ts'
import { notForLoneHost } from './vcenter-only.ts'

/** A row about a certificate: the repair is always a person's, because a new certificate needs an authority. */
type CertificateRow = Row & { readonly steps: Text }

/** Where a server's certificate is found, and the name that its clients use. */
interface Holder {
  readonly subject: 'HostSystem' | 'ServiceInstance'
  readonly path: string
  readonly read: (subject: Subject) => Fact<CertificateInfo>
  readonly name: (subject: Subject, inventory: Inventory) => string
}

/**
 * A host is judged by the certificate that vCenter Server knows of it, since not every collector reaches every host;
 * `esx.certificate-as-recorded` proves that the host shows the same one.
 */
const host: Holder = {
  subject: 'HostSystem',
  path: 'config.certificate#parsed',
  read: readCertificate,
  name: (subject) => subject.name,
}

const vcenter: Holder = {
  subject: 'ServiceInstance',
  path: 'tls:443',
  read: readShownCertificate,
  name: (_subject, inventory) => hostOf(inventory.estate.endpoint),
}

/** One question to a host's certificate. */
export const hostCertificate = (check: CertificateCheck, row: CertificateRow): Judgement =>
  certificateControl(host, check, row)

/** One question to the certificate of vCenter Server. */
export const vcenterCertificate = (check: CertificateCheck, row: CertificateRow): Judgement =>
  certificateControl(vcenter, check, row)

function certificateControl(
  { subject: type, path, read, name }: Holder,
  check: CertificateCheck,
  { steps, ...row }: CertificateRow,
): Judgement {
  return {
    ...row,
    kind: 'judgement',
    subject: type,
    reads: [{ type, path }],
    judge: (subject, inventory, { now, policy }) => {
      const certificate = read(subject)
      if (!certificate.known) return { verdict: 'unknown', evidence: [certificate] }
      const elsewhere = type === 'ServiceInstance' ? notForLoneHost(subject, inventory) : undefined
      if (elsewhere) return elsewhere
      const answer = check(certificate.value, { now, policy, name: name(subject, inventory) })
      if (!answer)
        return { verdict: 'unknown', evidence: [unknown('fault', certificate.from, 'the certificate does not say')] }
      return { ...answer, evidence: [certificate] }
    },
    repair: { kind: 'steps', disruption: 'access', steps },
  }
}

/** `https://vc.example.test:443` and `https://[2001:db8::1]:443` without scheme, brackets and port. */
const hostOf = (endpoint: string) =>
  /^https?:\/\/(?:\[([^\]]+)\]|([^:/]+))/.exec(endpoint)?.slice(1).find(Boolean) ?? endpoint
