/** Bounds of the web interface, each with its reason. */
export const limits = {
  /** a draft may carry 5 M characters of text and 10 M of HTML; JSON escapes make that grow */
  jsonBodyBytes: 32 * 1024 * 1024,
  /** base64 of the 50 MB that most servers take as a whole message, or of a piece of an import */
  bytesBodyBytes: 72 * 1024 * 1024,
  /** the exchange of a token: a token is 43 characters */
  sessionBodyBytes: 1024,
  /** attempts to exchange a token, a minute: a person makes one, a guesser many */
  exchangesPerMinute: 20,
  /** windows, tabs and programs that listen at once; each costs a socket and a queue */
  eventListeners: 64,
  /** what may wait for one slow listener before it is told to read everything anew */
  eventQueueBytes: 256 * 1024,
  /** events kept for those who come back with Last-Event-ID: minutes of a busy import */
  eventsKept: 500,
  /** a comment line so that proxies and browsers see a dead connection */
  heartbeatMs: 20_000,
  /** sessions of windows; the oldest is forgotten beyond this */
  sessions: 64,
} as const
