/** Bounds on what a server may make us wait for, hold in memory or believe. */
export const sieveLimits = {
  /** IANA's port for ManageSieve */
  port: 4190,
  connectTimeoutMs: 15_000,
  /** silence while an answer is awaited */
  stallTimeoutMs: 30_000,
  /** one line: RFC 5804 1.4 lets quoted strings have 1,024 octets; capabilities are long at some servers */
  lineBytes: 16_384,
  /** one script: servers allow 1 MB and less */
  scriptBytes: 2 * 1024 * 1024,
  /** of these the first are read: servers allow tens */
  scripts: 50,
  /** parts of one answer, and lines of capabilities or scripts */
  answerLines: 2_000,
} as const
