/** Bounds of mail taken from other programs, each with its reason. */
export const limits = {
  /** each may hold one whole message in memory */
  clients: 10,
  /** one message, many accounts of one person: more than anybody has */
  recipients: 100,
  /** a program on this computer that says nothing for this long is gone (RFC 5321, 4.5.3.2 asks for 5 minutes) */
  silenceMs: 300_000,
  /** what a stop waits for a delivery that is being stored */
  closeMs: 10_000,
} as const
