import { describeTold } from '../../testing/told.ts'
import { nsxPresence } from './presence.ts'

describeTold(nsxPresence)
