import { describeTold } from '../../testing/told.ts'
import { clusterControls } from './index.ts'

describeTold(clusterControls)
