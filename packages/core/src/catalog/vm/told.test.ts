import { describeTold } from '../../testing/told.ts'
import { vmControls } from './index.ts'

describeTold(vmControls)
