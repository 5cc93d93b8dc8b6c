/** What is remembered of connections. Each with its reason. */
export const connectionLimits = {
  /** servers: accounts have few; newsletters whose pictures are shown bring some a day, and a month is kept */
  servers: 500,
  /** single connections in memory: some days of ordinary use */
  events: 1000,
  /** single connections on disk: written once a minute at most, so they stay small (about 100 kB) */
  savedEvents: 300,
  /** reasons told of one server: more than anybody reads */
  errandsOfServer: 10,
  /** refusals: hosts in messages; a hostile message names any number of them */
  refusals: 1000,
  /** by the hour for a week, as the window draws it */
  hourlyMs: 7 * 24 * 3_600_000,
  /** by the day for a month, then gone: a list of everybody one talks to is itself private */
  dailyMs: 31 * 24 * 3_600_000,
  /** a host name (RFC 1035 2.3.4), and what else is shown of a connection */
  nameLength: 253,
  wordsLength: 500,
} as const

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs
