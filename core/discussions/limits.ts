/** Bounds of discussions, and the numbers of their rules (doc/discussions.md). */
export const discussionLimits = {
  /** mail between more addresses than this is a circular: nobody takes so many people for one round of talk */
  people: 100,
  /** hexadecimal digits of an id, 128 bits: nobody finds two sets that share one */
  idChars: 32,
  /** posting addresses of one list that are kept when first met; services that make one a message would fill the disk */
  postAddressesPerList: 4,
  /** posting addresses known in all */
  postAddresses: 20_000,
  /** of a message, that may be a list's posting address */
  postCandidates: 20,
  /** messages of an address that are looked at before it is taken for a list's */
  examined: 200,
  /** what is looked at to find the message that was answered: In-Reply-To, then the last of References */
  parents: 4,
  /** participant sets that are read, and written, at once */
  setsAtOnce: 500,
  /** participant sets that one join remembers: a discussion has one for each combination of addresses met in it */
  joinedSets: 2_000,
  /** messages that are read, and written, at once when everything is looked at anew */
  messagesAtOnce: 500,
  /** how often something is planned anew because messages were changed under it */
  attempts: 5,
} as const
