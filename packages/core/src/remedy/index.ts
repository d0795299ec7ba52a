export { project } from './project.ts'
export type { Projection, Values } from './projection.ts'
