import type { Control, Repair } from '@sakimori/core/control'
import { releases, releasesOf, type Release, type Span } from '@sakimori/core/model'
import { text } from '@sakimori/core/text'
import type { CustomControl } from '../definition.ts'
import { textOf } from '../text.ts'

/** What every control of a site says of itself, in the words of the catalogue. */
export type CommonParts = Pick<
  Control,
  'id' | 'facts' | 'area' | 'severity' | 'title' | 'rationale' | 'impact' | 'span'
> & { readonly custom: NonNullable<Control['custom']> }

const noImpact = text(
  'The author of this control states no impact.',
  'このコントロールの作成者は影響を記載していない。',
)
const noSteps = text('The author of this control gives no steps.', 'このコントロールの作成者は手順を記載していない。')

export function commonParts(definition: CustomControl): CommonParts {
  const { id, area, severity, title, rationale, impact, references = [] } = definition
  const span = definition.releases as Span | undefined
  return {
    id,
    facts: [],
    area,
    severity,
    title: textOf(title),
    rationale: textOf(rationale),
    impact: impact === undefined ? noImpact : textOf(impact),
    ...(span === undefined ? {} : { span }),
    custom: { references },
  }
}

/** The steps of the author; no change is made for a control that has no driver. */
export const stepsOf = ({ repair }: CustomControl): Repair => ({
  kind: 'steps',
  disruption: 'none',
  steps: repair === undefined ? noSteps : textOf(repair),
})

/** The releases that a control applies to. */
export const releasesOfControl = ({ releases: span }: CustomControl): readonly Release[] =>
  span === undefined ? releases : releasesOf(span as Span)
