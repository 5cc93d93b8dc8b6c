import { createClient } from '../../core/call.ts'
import type { Connection } from '../client/index.ts'

export function fixtureConnection(_scene: string): Connection {
  return { client: createClient(async () => ({})), subscribe: () => () => {} }
}
