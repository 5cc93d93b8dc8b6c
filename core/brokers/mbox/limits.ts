/** A message larger than this is reported and passed over, so that a broken file cannot fill the memory. */
export const maxMessageBytes = 256 * 1024 * 1024
/** How much is read from the file at once. */
export const chunkBytes = 1024 * 1024
/** Asked of the memory at once: a few chunks, so that a message's rest is seldom copied, and little is held for one message. */
export const windowBytes = 4 * 1024 * 1024
/** A From_ line longer than this is no From_ line. */
export const maxFromLineBytes = 1000
/** Content-Length is looked for in this much of a message. */
export const maxHeaderBytes = 65_536
