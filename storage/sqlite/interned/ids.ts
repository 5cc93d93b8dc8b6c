/** An id as it stands in the database. */
export type StoredId = string | Uint8Array

/** Ids of at least this many characters that are hex stand as bytes: half as long, and they keep their order among each other. */
const hexId = /^(?:[0-9a-f]{2}){8,}$/

export function storeId(id: string): StoredId {
  return hexId.test(id) ? Buffer.from(id, 'hex') : id
}

export function readId(stored: StoredId): string {
  return typeof stored === 'string'
    ? stored
    : Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength).toString('hex')
}
