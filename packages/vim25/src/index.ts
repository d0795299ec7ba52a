/** A typed, streaming client of the vSphere Web Services API (vim25), 6.5 to 9.1, in SOAP and VI JSON. See docs/wire/vim25.md. */
export { connect, type ConnectOptions } from './session/connect.ts'
export { VimClient, type CallOptions } from './session/client.ts'
export type { Protocol } from './session/channel.ts'
export type { Credentials, ServiceContent, UserSession } from './session/session.ts'
export type { RetrieveOptions } from './collector/retrieve.ts'
export type { Update, WatchOptions } from './collector/watch.ts'
export { runEsxcli, type EsxcliRow } from './esxcli.ts'
export { VimError, isVimError, type VimErrorCode } from './errors.ts'
export { Secret } from './secret.ts'
export { ref, refKey, isA } from './refs.ts'
export {
  describeMethod,
  describePath,
  methodKnownTo,
  pathKnownTo,
  privilegesOf,
  type PathInfo,
} from './schema/describe.ts'
export { compareApi, type ApiVersion } from './schema/versions.ts'
export {
  allFields,
  apiVersions,
  isManagedType,
  isSubtype,
  lineage,
  typeInfo,
  typeNames,
  type DataTypeInfo,
  type EnumTypeInfo,
  type FieldInfo,
  type ManagedTypeInfo,
  type MethodInfo,
  type TypeInfo,
} from './schema/tables.ts'
export { isSafeToRepeat } from './session/retry.ts'
export { isBox } from './soap/unbox.ts'
export type { Exchange, ExchangeReply } from './transport/exchange.ts'
export { probeTls, type PeerCertificateInfo, type ProbeOptions, type TlsProbe } from './transport/probe.ts'
export { parseKnownHosts, parseThumbprint } from './transport/thumbprint.ts'
export type { TlsPolicy } from './transport/tls.ts'
export type {
  CheckedRequest,
  ManagedType,
  MethodArgs,
  MethodName,
  MethodResult,
  MissingPath,
  PropertyRequest,
  PropertyValue,
  RetrievedObject,
  RetrievedOf,
  SubtypeOf,
  ValidPath,
} from './paths.ts'
export type { AnyObject, AnyValue, Boxed, DataObject, Long, MoRef, Unlisted } from './values.ts'
