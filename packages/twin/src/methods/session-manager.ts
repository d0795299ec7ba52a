import type { DataTypes } from '@sakimori/vim25/types'
import { methodsOf, sessionOf, type Call } from '../kernel/call.ts'
import { invalidArgument, notFound } from '../kernel/fault.ts'
import { logIn, logOut } from '../session/log-in.ts'
import { userSession, type Session } from '../session/sessions.ts'

function login(call: Call, userName: string, password: string, locale = 'en_US'): DataTypes['UserSession'] {
  const session = logIn(call.world, { userName, password, from: call.from, before: call.session })
  session.locale = locale
  call.from.setSession(session)
  return userSession(session)
}

function byKey(call: Call, key: string): Session {
  const found = call.world.parts.sessions.all.find((session) => session.key === key)
  if (found === undefined) throw notFound(`session ${key}`)
  return found
}

export const sessionManagerMethods = methodsOf('SessionManager', {
  Login: (call, { userName, password, locale }) => login(call, userName, password, locale),
  Logout(call) {
    logOut(call.world, sessionOf(call))
    call.from.setSession(undefined)
    return undefined
  },
  SessionIsActive: (call, { sessionID, userName }) =>
    call.world.parts.sessions.all.some(
      ({ key, name }) => key === sessionID && name.toLowerCase() === userName.toLowerCase(),
    ),
  TerminateSession(call, { sessionId }) {
    const own = sessionOf(call)
    for (const key of sessionId) {
      const session = byKey(call, key)
      // Whoever wants to end his own session logs out (govmomi's session.bats).
      if (session === own) throw invalidArgument('sessionId', 'is the session of this call')
      call.world.events.post('SessionTerminatedEvent', own.name, undefined, {
        sessionId: session.key,
        terminatedUsername: session.name,
      })
      call.world.parts.sessions.end(session)
    }
    return undefined
  },
  SetLocale(call, { locale }) {
    sessionOf(call).locale = locale
    return undefined
  },
  UpdateServiceMessage(call, { message }) {
    call.world.parts.local.set(call.self, 'message', message)
    return undefined
  },
})
