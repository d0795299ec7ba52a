import type { PatchPlan } from '../../advisory/index.ts'
import type { Assessment } from '../../assess/index.ts'
import { escapeJson } from '../escape.ts'
import { reportFinding, reportHead, type Report } from './report.ts'

/** The whole report as one object: for small estates and for programs. */
export function reportJson(assessment: Assessment, plan?: PatchPlan): Report {
  return {
    ...reportHead(assessment, plan),
    findings: assessment.findings.map((finding) => reportFinding(finding, assessment)),
  }
}

/** The whole report as one text. For a big estate use `renderJsonChunks`. */
export const renderJson = (assessment: Assessment, plan?: PatchPlan): string =>
  Array.from(renderJsonChunks(assessment, plan)).join('')

/** Findings that are written as one chunk: few enough to stay small, enough not to pay for each write. */
const FINDINGS_A_CHUNK = 200

/** Writes the report piece by piece: the head indented, then one finding a line. No piece grows with the estate. */
export function* renderJsonChunks(assessment: Assessment, plan?: PatchPlan): Generator<string> {
  const head = JSON.stringify(reportHead(assessment, plan), null, 2)
  yield `${escapeJson(head.slice(0, head.lastIndexOf('\n')))},\n  "findings": [`
  const { findings } = assessment
  for (let at = 0; at < findings.length; at += FINDINGS_A_CHUNK) {
    const lines = findings
      .slice(at, at + FINDINGS_A_CHUNK)
      .map((finding) => `\n    ${escapeJson(JSON.stringify(reportFinding(finding, assessment)))}`)
    yield `${at === 0 ? '' : ','}${lines.join(',')}`
  }
  yield findings.length === 0 ? ']\n}\n' : '\n  ]\n}\n'
}
