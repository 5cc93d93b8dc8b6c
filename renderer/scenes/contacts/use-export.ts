import { useCallback } from 'react'
import type { Client } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import { useSave } from '../../window/index.ts'

type Version = '3.0' | '4.0'

/** Saves the address book, or some of it, as one file of vCards. */
export function useExport(): (version: Version, ids?: readonly string[]) => void {
  const client = useClient()
  const save = useSave()
  return useCallback((version, ids) => save(() => allCards(client, version, ids)), [client, save])
}

async function allCards(client: Client, version: Version, ids: readonly string[] | undefined) {
  const pieces: Uint8Array[] = []
  let cursor: string | undefined
  let name = 'contacts.vcf'
  do {
    const page = await client.contacts.export({
      version,
      ...(ids === undefined ? {} : { ids: [...ids] }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    pieces.push(page.bytes)
    name = page.name
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return { name, bytes }
}
