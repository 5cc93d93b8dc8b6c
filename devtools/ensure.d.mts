/** What `ensure.mjs` offers to TypeScript; it is plain JavaScript, so that it runs before anything is installed. */
export const root: string
/** the Node that the project brings */
export const projectNode: string
/** installs what is missing, and builds these parts where they are older than their sources */
export function ensure(options?: { build?: readonly ('main' | 'renderer')[]; force?: boolean }): Promise<void>
