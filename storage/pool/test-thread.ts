/** A thread for the tests: remembers what it was asked, and can be told to take its time or to fail. */
import { setTimeout as delay } from 'node:timers/promises'
import { fail } from '../../core/defs/index.ts'
import { type Answer, answer, type Request } from '../requests/index.ts'

const ran: string[] = []

export const testOperations = {
  work: {
    note: (name: string): string => {
      ran.push(name)
      return name
    },
    ran: (): string[] => ran,
    refuse: (): void => {
      throw fail('disk-full', 'No space.', { source: 'file', offset: 3 })
    },
    break: (): void => {
      throw new TypeError('a bug')
    },
  },
}
export type TestOperations = typeof testOperations

export default async function handle(request: Request): Promise<Answer> {
  await delay(20)
  return answer(() => testOperations, request)
}
