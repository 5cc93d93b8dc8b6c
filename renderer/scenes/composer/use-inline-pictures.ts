import { useEffect, useState } from 'react'
import type { Draft } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'

/** Addresses of the pictures within a draft, by content id. */
export function useInlinePictures({ id, attachments }: Draft): ReadonlyMap<string, string> {
  const client = useClient()
  const [addresses, setAddresses] = useState<ReadonlyMap<string, string>>(new Map())
  // As one string: the same pictures are not fetched again when something else of the draft changes.
  const pictures = attachments
    .flatMap(({ id: attachmentId, contentId }) => (contentId === null ? [] : [`${contentId}\n${attachmentId}`]))
    .join('\n\n')

  useEffect(() => {
    const abort = new AbortController()
    const made = new Map<string, string>()
    for (const picture of pictures.split('\n\n').filter(Boolean)) {
      const [contentId = '', attachmentId = ''] = picture.split('\n')
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
  }, [client, id, pictures])
  return addresses
}
