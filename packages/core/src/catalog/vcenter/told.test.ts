import { describeTold } from '../../testing/told.ts'
import { vcenter } from './index.ts'

describeTold(vcenter)
