/** Bounds for hostile headers. What is beyond them is said to be so (`headers-too-big`), and raises nothing. */
export const authenticationLimits = {
  /** header block that is looked at: ten thousand addresses in To take 400 KB, and the library's work grows with its square */
  headBytes: 1_000_000,
  /** lines and fields of it; real mail stays below 300 and 100 */
  lines: 20_000,
  fields: 2_000,
  /** DKIM signatures that are checked, the topmost first: mail over two lists has four */
  signatures: 10,
  /** of one signature header; a signature of a 4096-bit key with 60 signed fields takes 2 KB */
  signatureBytes: 8_192,
  /** names in an h= tag: each is looked for in every field */
  signedFields: 300,
  /** of a Received or Authentication-Results header that are read */
  traceBytes: 8_192,
  /** Received headers that are looked at from the top; RFC 5321 section 6.3 ends loops at 100 */
  received: 100,
  /** questions to the DNS for one message: SPF alone may ask for ten and what they lead to (RFC 7208 section 4.6.4) */
  questions: 80,
  /** bytes of one answer: a 4096-bit key takes 800, a long SPF record 2,000 */
  answerBytes: 16_384,
  /** keys below are broken by anybody with some patience (RFC 8301 section 3.2) */
  keyBits: 1_024,
  /** a message this big is not hashed: 50 MB take half a second */
  messageBytes: 100_000_000,
  /** SPF as a whole (RFC 7208 section 4.6.4 asks for at least 20 s) */
  spfMs: 25_000,
  /** results of one Authentication-Results header that are kept */
  results: 20,
} as const

/**
 * A key that was heard within so many days of the message is the key of that day: signers keep a key up for a week, since
 * mail may take that long (RFC 6376 section 6.1.2 leaves it open, RFC 5321 section 4.5.4.1 gives mail 4 to 5 days).
 */
export const sameKeyDays = 7
