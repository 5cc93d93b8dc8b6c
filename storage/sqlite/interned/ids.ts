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

/** Many ids as one value to bind, for `idsIn`. */
export function idList(ids: readonly string[]): string {
  return JSON.stringify(ids.map((id) => (hexId.test(id) ? `x${id}` : `t${id}`)))
}

/** A source of ids as they stand in the database, with their place (`key`): one statement is far quicker than one an id. */
export const idsIn = `(select key, iif(substr(value, 1, 1) = 'x', unhex(substr(value, 2)), substr(value, 2)) as id
  from json_each(?))`
