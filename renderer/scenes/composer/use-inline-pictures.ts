import { useEffect, useState } from 'react'
import type { Draft } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'

/** Addresses of the pictures within a draft, by content id. */
export function useInlinePictures({ id, attachments }: Draft): ReadonlyMap<string, string> {
  const client = useClient()
  const [addresses, setAddresses] = useState<ReadonlyMap<string, string>>(new Map())
  const wanted = attachments.flatMap(({ id: attachmentId, contentId }) =>
    contentId === null ? [] : [[contentId, attachmentId] as const],
  )
  const key = wanted.map(([, attachmentId]) => attachmentId).join()

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says which attachments there are
  useEffect(() => {
    const abort = new AbortController()
    const made = new Map<string, string>()
    for (const [contentId, attachmentId] of wanted) {
      client.drafts.attachment({ id, attachmentId }, { signal: abort.signal }).then(
        ({ type, bytes }) => {
          if (abort.signal.aborted || !type.startsWith('image/') || type.includes('svg')) return
          made.set(contentId, URL.createObjectURL(new Blob([bytes.slice()], { type })))
          setAddresses(new Map(made))
        },
        () => undefined, // its place stays empty; the file is still listed
      )
    }
    return () => {
      abort.abort()
      for (const address of made.values()) URL.revokeObjectURL(address)
    }
  }, [client, id, key])
  return addresses
}
