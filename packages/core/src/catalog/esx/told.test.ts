import { describeTold } from '../../testing/told.ts'
import { esx } from './index.ts'

describeTold(esx)
