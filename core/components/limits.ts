/** Bounds for what components are given and what they may yield. */
export const limits = {
  /** of the header block that is read for components: real ones are below 30 KB, even of long lists */
  headerBlockBytes: 256_000,
  headerFields: 500,
  /** of one field: a DKIM signature has below 2,000, an ARC set 4,000 */
  headerChars: 8_000,
  files: 200,
  people: 2_000,
  /** of what one component found, as JSON: ordinary findings are below 200 */
  findingsChars: 2_000,
  /** no component may ask for more time: a person waits for the mail */
  timeMs: 5_000,
} as const
