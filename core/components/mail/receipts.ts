import type { Component } from '../component.ts'

/** Headers that ask the reader's program to tell the sender that the message was read or delivered (RFC 8098, and older). */
const asking = new Set([
  'disposition-notification-to',
  'return-receipt-to',
  'x-confirm-reading-to',
  'x-pmrqc',
  'read-receipt-to',
  'x-read-notification',
  'return-receipt-requested',
  'generate-delivery-report',
  'registered-mail-reply-requested-by',
])

export const receipts: Component = {
  name: 'receipts',
  version: 1,
  reads: ['headers'],
  yields: { receipt: 'header' },
  limits: { timeMs: 500, chars: 0 },
  run({ headers }) {
    const found = headers.flatMap(({ name, value }) => (asking.has(name) && value !== '' ? [name] : []))
    return found.length === 0 ? {} : { receipt: [...new Set(found)].sort() }
  },
}

/** To whom the receipts of a message would go, as its headers say. */
export const receiptHeaders: ReadonlySet<string> = asking
