export const limits = {
  /** more than anybody tells apart */
  tags: 1_000,
  /** messages that a tag is taken off in one change set */
  page: 500,
  /** messages of a person or list, the newest, that suggestions are made from */
  examined: 100,
  /** so many of them carry the tag, at least … */
  least: 2,
  /** … and this share */
  share: 1 / 3,
  suggestions: 3,
} as const
