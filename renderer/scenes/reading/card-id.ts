/** What the element of a message is called, for the focus and for landing on it. */
export const cardId = (messageId: string): string => `message-${messageId}`
