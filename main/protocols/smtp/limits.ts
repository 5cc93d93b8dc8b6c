/** Bounds on what a server may make us wait for. Each with its reason. */
export const smtpLimits = {
  /** name look-up, TCP and TLS: what a slow mobile network needs, before the person is told */
  connectTimeoutMs: 20_000,
  /** some servers make new clients wait on purpose (greet delay), rarely longer than 20 s */
  greetingTimeoutMs: 30_000,
  /** silence while signing in, when a person waits for the answer */
  tryTimeoutMs: 30_000,
  /** RFC 5321 4.5.3.2.6: the server may take 10 minutes to accept a message; giving up sooner makes doubles */
  sendTimeoutMs: 10 * 60_000,
  /** a server's words are shown to a person: no more than a person reads */
  maxWordsLength: 500,
  /** read from the message at a time */
  chunkBytes: 64 * 1024,
} as const
