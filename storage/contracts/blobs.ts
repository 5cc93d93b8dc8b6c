/** Bytes on their way in: compressed by whoever made them (ingest threads), so that no single thread does it all. */
export interface EncodedBlob {
  /** SHA-256 of the raw bytes, lower-case hex */
  readonly hash: string
  readonly codec: 'zstd' | 'raw'
  readonly bytes: Uint8Array
  /** of the raw bytes */
  readonly sizeBytes: number
}

/** Content-addressed bytes. What `put` has answered for is on disk: it survives a kill of the process and of the machine. */
export interface BlobStore {
  /**
   * idempotent: a hash that is there already is left as it is. `move`: the bytes may be taken over instead of copied; the
   * caller must not look at them again, whether it succeeds or not.
   */
  put(blobs: readonly EncodedBlob[], options?: { readonly move: boolean }): Promise<void>
  /** the raw bytes, checked against their hash (`corrupt` if they differ); null if unknown */
  get(hash: string): Promise<Uint8Array | null>
  has(hashes: readonly string[]): Promise<Set<string>>
  remove(hashes: readonly string[]): Promise<void>
  /** in hash order */
  walk(after: string | null, limit: number): Promise<{ hash: string; sizeBytes: number; storedBytes: number }[]>
  size(): Promise<{ count: number; rawBytes: number; storedBytes: number }>
}
