import { Failure } from '../../core/defs/index.ts'

/** The command line itself is wrong: exit code 2. */
export class UsageError extends Failure {
  constructor(message: string, field?: string) {
    super({ code: 'invalid', message, ...(field === undefined ? {} : { field }) })
  }
}
