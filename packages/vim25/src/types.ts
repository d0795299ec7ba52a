/** All types of the wire and of paths into it; nothing here exists at run time, so pure code may import it. */
export type * from './generated/types.ts'
export type * from './paths.ts'
export type * from './values.ts'
