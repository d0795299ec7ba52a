import type { DataTypes, DataTypeName, MoRef } from '@sakimori/vim25/types'
import { browsed } from '../../../computed/browsers.ts'
import { demand, methodsOf, sessionOf, startTask, type Call } from '../../../kernel/call.ts'
import type { ManagedObject } from '../../../kernel/store.ts'
import { refuseFields } from '../refuse.ts'
import { datastorePath, fileOf, folderOf, invalidDatastorePath, parseDatastorePath } from './datastore-path.ts'
import { filesOn, type StoredFile } from './datastore-files.ts'
import { fileNotFound } from './file-desk.ts'

type SearchSpec = DataTypes['HostDatastoreBrowserSearchSpec']
type Results = DataTypes['HostDatastoreBrowserSearchResults']
type FileInfo = DataTypes['FileInfo']

/** What a file is called as by what it holds. */
const typeNames: Readonly<Record<string, DataTypeName>> = {
  config: 'VmConfigFileInfo',
  diskDescriptor: 'VmDiskFileInfo',
  snapshotData: 'VmSnapshotFileInfo',
  nvram: 'VmNvramFileInfo',
  log: 'VmLogFileInfo',
}

/** The parts of a disk are shown as the one file that describes it. */
const hidden = new Set(['diskExtent', 'digestExtent'])

interface Searched {
  readonly datastore: ManagedObject
  readonly folder: string
}

function placeOf(call: Call, text: string): Searched {
  const parsed = parseDatastorePath(text)
  const datastore = browsed(call.world, call.self).find(
    (candidate) => call.world.nameOf(candidate) === parsed?.datastore,
  )
  if (parsed === undefined || datastore === undefined) throw invalidDatastorePath(text)
  demand(call.world, sessionOf(call), datastore, 'Datastore.Browse')
  return { datastore, folder: parsed.path === '.' ? '' : parsed.path }
}

/** '*.vmx' as vSphere reads it: * and ? only. */
function pattern(text: string, ignoreCase: boolean): RegExp {
  const escaped = text
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${escaped}$`, ignoreCase ? 'i' : '')
}

/** The files and folders directly in a folder. */
function entriesIn(
  files: readonly StoredFile[],
  folder: string,
): readonly (StoredFile | { readonly path: string; readonly type: 'folder' })[] {
  const inside = folder === '' ? '' : `${folder}/`
  const below = files.filter(({ path }) => path.startsWith(inside))
  const folders = new Set(
    below
      .map(({ path }) => path.slice(inside.length))
      .filter((rest) => rest.includes('/'))
      .map((rest) => rest.split('/')[0] ?? ''),
  )
  const own = below.filter(({ path, type }) => folderOf(path) === folder && !hidden.has(type))
  return [...[...folders].map((name) => ({ path: `${inside}${name}`, type: 'folder' as const })), ...own]
}

function infoOf(entry: ReturnType<typeof entriesIn>[number], { details }: SearchSpec): FileInfo {
  const path = fileOf(entry.path)
  if (entry.type === 'folder') return { _typeName: details?.fileType === true ? 'FolderFileInfo' : 'FileInfo', path }
  const _typeName = details?.fileType === true ? (typeNames[entry.type] ?? 'FileInfo') : 'FileInfo'
  const file = entry as StoredFile
  return {
    _typeName,
    path,
    ...(details?.fileSize === true && { fileSize: file.size }),
    ...(details?.modification === true && { modification: file.modified }),
    ...(details?.fileOwner === true && { owner: 'root' }),
  } as FileInfo
}

function search(call: Call, { datastore, folder }: Searched, spec: SearchSpec): Results {
  const files = filesOn(call.world, datastore)
  const entries = entriesIn(files, folder)
  const name = call.world.nameOf(datastore)
  if (folder !== '' && entries.length === 0) throw fileNotFound(datastorePath({ datastore: name, path: folder }))
  const patterns = (spec.matchPattern ?? ['*']).map((text) => pattern(text, spec.searchCaseInsensitive === true))
  const found = entries.filter(({ path }) => patterns.some((one) => one.test(fileOf(path))))
  return {
    _typeName: 'HostDatastoreBrowserSearchResults',
    datastore: datastore.ref as MoRef<'Datastore'>,
    folderPath: `${datastorePath({ datastore: name, path: folder })}${folder === '' ? '' : '/'}`,
    ...(found.length > 0 && { file: found.map((entry) => infoOf(entry, spec)) }),
  }
}

function foldersBelow(files: readonly StoredFile[], folder: string): string[] {
  const folders = entriesIn(files, folder).filter(({ type }) => type === 'folder')
  return folders.flatMap(({ path }) => [path, ...foldersBelow(files, path)])
}

const anything: SearchSpec = { _typeName: 'HostDatastoreBrowserSearchSpec' }

/** Kinds of files are asked for by pattern; queries by what is in them are not simulated. */
function checked(spec: SearchSpec = anything): SearchSpec {
  refuseFields('searchSpec', spec, ['query'])
  return spec
}

export const datastoreBrowserMethods = methodsOf('HostDatastoreBrowser', {
  SearchDatastore_Task(call, { datastorePath: path, searchSpec }) {
    const [place, spec] = [placeOf(call, path), checked(searchSpec)]
    return startTask(call, 'HostDatastoreBrowser.search', () => search(call, place, spec), place.datastore)
  },
  SearchDatastoreSubFolders_Task(call, { datastorePath: path, searchSpec }) {
    const [place, spec] = [placeOf(call, path), checked(searchSpec)]
    return startTask(
      call,
      'HostDatastoreBrowser.searchSubFolders',
      () =>
        [place.folder, ...foldersBelow(filesOn(call.world, place.datastore), place.folder)].map((folder) =>
          search(call, { ...place, folder }, spec),
        ),
      place.datastore,
    )
  },
})
