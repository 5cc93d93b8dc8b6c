import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Draft, toProblem } from '../../../core/defs/index.ts'
import { useClient } from '../../client/index.ts'
import type { Arriving } from './Attachments.tsx'
import type { DraftInHand } from './use-draft.ts'

/** Most mail servers refuse messages of more than 25 to 50 MB, and base64 adds a third. */
const MAX_FILE_BYTES = 35_000_000

export interface Attaching {
  readonly arriving: readonly Arriving[]
  /** the last file that could not be attached, in words */
  readonly refusal: string | null
  add(files: readonly File[], options?: { inline: boolean; onInline: (contentId: string, name: string) => void }): void
  detach(attachmentId: string): void
}

/** Reads files and attaches them, one after the other; the draft is saved first, so that revisions follow each other. */
export function useAttaching({ draft, apply }: DraftInHand): Attaching {
  const client = useClient()
  const { t } = useTranslation()
  const [arriving, setArriving] = useState<readonly Arriving[]>([])
  const [refusal, setRefusal] = useState<string | null>(null)
  const nextKey = useRef(1)
  const known = useRef(new Set<string>())

  const attach = async (file: File, inline: boolean): Promise<Draft> => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const name = file.name || t('composer.pastedName')
    const type = file.type || 'application/octet-stream'
    return apply(() => client.drafts.attach({ id: draft.id, name, type, bytes, inline }))
  }

  return {
    arriving,
    refusal,
    add: (files, options) => {
      setRefusal(null)
      for (const attachment of draft.attachments) known.current.add(attachment.id)
      for (const file of files) {
        if (file.size > MAX_FILE_BYTES) {
          setRefusal(t('composer.tooLarge', { name: file.name }))
          continue
        }
        const one = { key: nextKey.current++, name: file.name, sizeBytes: file.size }
        setArriving((old) => [...old, one])
        attach(file, options?.inline === true)
          .then((next) => {
            const added = next.attachments.find(({ id, contentId }) => contentId !== null && !known.current.has(id))
            for (const { id } of next.attachments) known.current.add(id)
            if (added?.contentId != null) options?.onInline(added.contentId, added.name)
          })
          .catch((thrown: unknown) => setRefusal(toProblem(thrown).message))
          .finally(() => setArriving((old) => old.filter(({ key }) => key !== one.key)))
      }
    },
    detach: (attachmentId) => {
      apply(() => client.drafts.detach({ id: draft.id, attachmentId })).catch((thrown: unknown) =>
        setRefusal(toProblem(thrown).message),
      )
    },
  }
}
