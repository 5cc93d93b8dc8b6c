import type { MessageFlags } from '../../../core/defs/index.ts'

export const bodyStates = ['pending', 'full', 'unreadable'] as const
export const pendingState = bodyStates.indexOf('pending')

/** Bits of `messages.flags`. */
export const flagBits = { seen: 1, flagged: 2, answered: 4, forwarded: 8, draft: 16 } as const

export function packFlags(flags: MessageFlags): number {
  return (
    (flags.seen ? flagBits.seen : 0) |
    (flags.flagged ? flagBits.flagged : 0) |
    (flags.answered ? flagBits.answered : 0) |
    (flags.forwarded ? flagBits.forwarded : 0) |
    (flags.draft ? flagBits.draft : 0)
  )
}

export function unpackFlags(bits: number): MessageFlags {
  return {
    seen: (bits & flagBits.seen) !== 0,
    flagged: (bits & flagBits.flagged) !== 0,
    answered: (bits & flagBits.answered) !== 0,
    forwarded: (bits & flagBits.forwarded) !== 0,
    draft: (bits & flagBits.draft) !== 0,
  }
}
