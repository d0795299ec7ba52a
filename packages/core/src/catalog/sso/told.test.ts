import { describeTold } from '../../testing/told.ts'
import { sso } from './index.ts'

describeTold(sso)
