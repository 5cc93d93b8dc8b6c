import { z } from 'zod'
import { command, query } from './operation.ts'

/**
 * How a list can be left. `one-click`: its server is told, and nothing else happens (RFC 8058). `mail`: a message asks
 * for it (RFC 2369). `page`: a page in the browser asks what is wanted.
 */
export const leavingWay = z.enum(['one-click', 'mail', 'page'])
export type LeavingWay = z.output<typeof leavingWay>

/** That somebody asked to leave a list. `id`: `list:<List-Id>`, or `from:<address>` where a sender names no list. */
export const leaving = z.object({
  id: z.string(),
  way: leavingWay,
  atMs: z.number().int(),
  /** the message that asks, as long as it is in the outbox */
  outboxId: z.string().nullable(),
})
export type Leaving = z.output<typeof leaving>

export const unsubscribeOffer = z.object({
  /** the message that offers it */
  id: z.string(),
  /** the name of the list: its List-Id, or the sender's address */
  list: z.string(),
  /** the best way that there is; null: the message names none that may be taken */
  way: leavingWay.nullable(),
  /** the server that is told, or the address that is written to */
  to: z.string(),
  /** of `page`: what is opened */
  url: z.string().nullable(),
  /** one click is claimed, and no signature proves that the list itself offers it */
  unproven: z.boolean(),
  asked: leaving.pick({ way: true, atMs: true }).nullable(),
})
export type UnsubscribeOffer = z.output<typeof unsubscribeOffer>

export const unsubscribe = {
  offer: query('Whether and how the list of a message can be left', z.object({ id: z.string() }), unsubscribeOffer),
  ask: command(
    'Leave the list of a message: tell its server, or send it a message; for a page, note that it was opened',
    z.object({ id: z.string() }),
    unsubscribeOffer.extend({
      /** of `mail`: when the message leaves */
      sendAtMs: z.number().int().nullable(),
    }),
  ),
  withdraw: command(
    'Take back a message that asks to leave a list, as long as it has not left',
    z.object({ id: z.string() }),
    unsubscribeOffer,
  ),
}
