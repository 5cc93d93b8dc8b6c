/** Bounds for hostile files of cards. Real address books stay far below each of them. */
export const limits = {
  /** one card with its picture, key and notes; what is larger is skipped and said */
  cardBytes: 32 * 1024 * 1024,
  /** lines of one card: the people of a large group stand one a line */
  lines: 50_000,
  /** what is read at once, so that others get their turn and the answer stays small */
  sliceBytes: 256 * 1024,
  sliceCards: 100,
  /** parameters of one line that are read; real ones have a handful */
  parameters: 100,
  /** of a head (name and parameters), beyond which it is no vCard line */
  headChars: 64 * 1024,
  /** of one slice's problems that are told; more say nothing new */
  problems: 1000,
} as const
