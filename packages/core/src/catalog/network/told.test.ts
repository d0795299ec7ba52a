import { describeTold } from '../../testing/told.ts'
import { networkControls } from './index.ts'

describeTold(networkControls)
