/** Where something stands: in each of `views`, at `last` among those of its importance. */
export interface Placing {
  readonly views: readonly number[]
  readonly importance: number
  /** row of its newest message; 0: it has none, and stands nowhere */
  readonly last: number
  readonly unread: boolean
}

export type ViewTable = 'thread_views' | 'discussion_views'
