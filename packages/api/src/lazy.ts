/** The zod schemas and their JSON form. A function, so that zod is loaded by those who validate and by nobody else. */
export function loadSchemas(): Promise<typeof import('./schemas.ts')> {
  return import('./schemas.ts')
}
