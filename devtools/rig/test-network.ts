import { randomBytes } from 'node:crypto'
import { createConnections } from '../../core/connections/index.ts'
import type { ConnectionLedger } from '../../core/index.ts'
import { createNetwork, type Line, type Network } from '../../main/network/index.ts'
import { createFakeContext, silent } from '../fakes/index.ts'

/** The real network with its record, and the other sockets of the test let be. */
export function openTestNetwork(nameServers: readonly string[] = []): {
  readonly network: Network
  readonly ledger: ConnectionLedger
} {
  const clock = { nowMs: () => Date.now() }
  const random = { id: () => randomBytes(16).toString('hex').slice(0, 26) }
  const { ledger } = createConnections({ stores: createFakeContext().stores, clock, random })
  return { ledger, network: createNetwork({ ledger, clock, logger: silent, nameServers, questionTryMs: 200 }) }
}

/** A line of it, for what takes nothing else. */
export const testLine = (): Line => openTestNetwork().network.line({ kind: 'try-account' })
