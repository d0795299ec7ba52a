import type { DataTypes } from '@sakimori/vim25/types'
import { adminRole } from '../../access/roles.ts'
import { knownAccounts } from '../../behaviour/host-accounts.ts'
import { hostOption } from '../../behaviour/host-options.ts'
import { changeHostState, hostStateOf } from '../../behaviour/host-state.ts'
import { isSameUser, systemUsers } from '../../behaviour/lockdown.ts'
import { passwordRefusal } from '../../behaviour/password-quality.ts'
import type { LocalAccount } from '../../estate/estate.ts'
import { methodsOf, type Call } from '../../kernel/call.ts'
import { invalidArgument, vimFault } from '../../kernel/fault.ts'
import type { ManagedObject } from '../../kernel/store.ts'
import { invalidLogin } from '../../session/accounts.ts'
import { hostFor, recordTask, userOf } from './host-call.ts'

type AccountSpec = DataTypes['HostAccountSpec']

/** Accounts that every host has besides those it shows (/etc/passwd of ESXi 6.5 to 8.0). */
const hidden: readonly string[] = ['daemon', 'nfsnobody', 'nobody', 'ftp', 'tss']
const namePattern = /^[A-Za-z_][\w.-]{0,31}$/
/** Old passwords that are kept at most: Security.PasswordHistory goes no further. */
const mostFormer = 365

function known(host: ManagedObject, name: string): LocalAccount {
  const found = knownAccounts(host).find((account) => isSameUser(name)(account.name))
  if (found !== undefined) return found
  throw vimFault('UserNotFound', { principal: name, unresolved: true }, `The user ${name} was not found on the host`)
}

const isSystem = (name: string) => systemUsers.some(isSameUser(name))

/** What POSIX accounts have besides; undefined of other specs. */
const posixOf = (spec: AccountSpec) => (spec._typeName === 'HostPosixAccountSpec' ? spec : undefined)

function newPassword(host: ManagedObject, userName: string, password: string, former: readonly string[]): string {
  const why = passwordRefusal(host, { userName, password, former })
  if (why !== undefined) throw invalidArgument('password', why)
  return password
}

function save(call: Call, host: ManagedObject, accounts: readonly LocalAccount[]): void {
  changeHostState(call.world.store, host, { accounts })
}

const replaced = (host: ManagedObject, made: LocalAccount) =>
  knownAccounts(host).map((held) => (isSameUser(made.name)(held.name) ? made : held))

const withPassword = (account: LocalAccount, password: string): LocalAccount => ({
  ...account,
  password,
  formerPasswords: [account.password, ...(account.formerPasswords ?? [])].slice(0, mostFormer),
})

const formerOf = ({ password, formerPasswords = [] }: LocalAccount) => [password, ...formerPasswords]

/** Events show what was asked for without the password. */
function post(
  call: Call,
  type: string,
  host: ManagedObject,
  { password: _secret, ...spec }: AccountSpec,
  user = userOf(call),
): void {
  call.world.events.post(type, user, host, { spec, group: false })
}

function create(host: ManagedObject, spec: AccountSpec): LocalAccount {
  const { id, password = '', description } = spec
  if (!namePattern.test(id)) throw invalidArgument('user.id', `is no name for an account: ${id}`)
  const accounts = knownAccounts(host)
  const posix = posixOf(spec)
  const taken = [...hidden, ...accounts.map(({ name }) => name)].some(isSameUser(id))
  if (taken || accounts.some(({ posixId }) => posixId !== undefined && posixId === posix?.posixId)) {
    throw vimFault('AlreadyExists', { name: id }, `The account ${id} already exists`)
  }
  return {
    name: id,
    password: newPassword(host, id, password, []),
    shellAccess: posix?.shellAccess ?? true,
    ...(description !== undefined && { fullName: description }),
    ...(posix?.posixId !== undefined && { posixId: posix.posixId }),
  }
}

function update(host: ManagedObject, spec: AccountSpec): LocalAccount {
  const account = known(host, spec.id)
  const { password, description } = spec
  const posix = posixOf(spec)
  if (isSystem(account.name) && (password !== undefined || description !== undefined)) {
    throw invalidArgument('user.id', `is a system user, of whom only shell access can be changed: ${account.name}`)
  }
  if (posix?.posixId !== undefined && posix.posixId !== account.posixId)
    throw invalidArgument('user.posixId', 'cannot be changed')
  const changed = {
    ...account,
    ...(description !== undefined && { fullName: description }),
    ...(posix?.shellAccess !== undefined && { shellAccess: posix.shellAccess }),
  }
  if (password === undefined) return changed
  return withPassword(changed, newPassword(host, account.name, password, formerOf(account)))
}

const securityError = (why: string) => vimFault('SecurityError', {}, why)

/** Somebody must be left who can manage the host, and somebody who can use its console. */
function checkRemovable(host: ManagedObject, { name }: LocalAccount): void {
  if (isSystem(name) || isSameUser('root')(name)) throw securityError(`The account ${name} cannot be removed`)
  const others = knownAccounts(host).filter((account) => !isSystem(account.name) && !isSameUser(name)(account.name))
  if (!others.some(({ roleId }) => roleId === adminRole)) throw securityError(`${name} is the last administrator`)
  const listed = String(hostOption(host, 'DCUI.Access') ?? 'root')
    .split(',')
    .map((entry) => entry.trim())
  if (listed.some(isSameUser(name)) && !others.some((account) => listed.some(isSameUser(account.name)))) {
    throw securityError(`${name} is the last account with access to the DCUI`)
  }
}

/** Without a login: who knows the old password may set a new one. A wrong one counts as a failed login. */
function authenticate(call: Call, host: ManagedObject, user: string, password: string): LocalAccount {
  if (call.world.isHost) call.world.parts.accounts.authenticate(user, password)
  const account = knownAccounts(host).find(({ name }) => isSameUser(user)(name))
  if (account === undefined || password === '' || account.password !== password) throw invalidLogin()
  return account
}

/** Local groups do not exist since 5.1, so their methods are absent. */
export const hostLocalAccountManagerMethods = methodsOf('HostLocalAccountManager', {
  CreateUser(call, { user }) {
    const host = hostFor(call)
    save(call, host, [...knownAccounts(host), create(host, user)])
    recordTask(call, host, 'host.LocalAccountManager.createUser')
    post(call, 'AccountCreatedEvent', host, user)
    return undefined
  },
  UpdateUser(call, { user }) {
    const host = hostFor(call)
    save(call, host, replaced(host, update(host, user)))
    recordTask(call, host, 'host.LocalAccountManager.updateUser')
    post(call, 'AccountUpdatedEvent', host, user)
    return undefined
  },
  RemoveUser(call, { userName }) {
    const host = hostFor(call)
    const account = known(host, userName)
    checkRemovable(host, account)
    const isOther = (name: string) => !isSameUser(account.name)(name)
    changeHostState(call.world.store, host, {
      accounts: knownAccounts(host).filter(({ name }) => isOther(name)),
      lockdownExceptions: (hostStateOf(host).lockdownExceptions ?? []).filter(isOther),
    })
    recordTask(call, host, 'host.LocalAccountManager.removeUser')
    call.world.events.post('AccountRemovedEvent', userOf(call), host, { account: account.name, group: false })
    return undefined
  },
  ChangePassword(call, { user, oldPassword, newPassword: wanted }) {
    const host = hostFor(call)
    const account = authenticate(call, host, user, oldPassword)
    if (isSystem(account.name)) throw invalidArgument('user', `is a system user: ${account.name}`)
    const changed = withPassword(account, newPassword(host, account.name, wanted, formerOf(account)))
    save(call, host, replaced(host, changed))
    post(call, 'AccountUpdatedEvent', host, { _typeName: 'HostAccountSpec', id: account.name }, account.name)
    return undefined
  },
})
