/** Bounds on what finding the servers of an address may cost. */
export const discoveryLimits = {
  /** a configuration file is 2 to 10 kB; providers with many variants reach 40 */
  maxConfigBytes: 256 * 1024,
  /** one question to DNS, the web or a port: what is slower is no pleasure to use either */
  attemptMs: 8_000,
  /** nobody waits longer for a form to fill itself */
  totalMs: 30_000,
  /** SRV records looked at: the first few are the ones in use */
  maxRecords: 10,
} as const
