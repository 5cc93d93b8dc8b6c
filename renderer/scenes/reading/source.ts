/** What is read: a discussion, one thread of it, or a thread wherever its messages are. */
export type Source =
  | { readonly kind: 'discussion'; readonly id: string; readonly threadId: string | null }
  | { readonly kind: 'thread'; readonly id: string }
