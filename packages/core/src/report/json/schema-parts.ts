/** What the schemas of the report are made of. */
export const string = { type: 'string' } as const
export const strings = { type: 'array', items: string } as const
export const count = { type: 'integer', minimum: 0 } as const

/** An object with exactly these fields; those after `?` may be left out. */
export function exactly(
  fields: Readonly<Record<string, object>>,
  optional: readonly string[] = [],
  more: object = {},
): object {
  const required = Object.keys(fields).filter((name) => !optional.includes(name))
  return { type: 'object', additionalProperties: false, required, properties: fields, ...more }
}

export const describeField = (field: object, description: string) => ({ ...field, description })
