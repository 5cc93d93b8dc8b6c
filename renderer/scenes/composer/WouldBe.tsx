import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Draft, DraftContent } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { classNames, PrivacyGlyph, privacyWord } from '../../components/index.ts'
import { PrivacyReasons } from '../inspector/index.tsx'
import styles from './composer.module.css'

const c = classNames(styles)

interface Props {
  readonly content: DraftContent
  readonly attachments: Draft['attachments']
}

/** How private the message would be if it left now: live while people and files change, with every reason behind it. */
export function WouldBe({ content, attachments }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  // Only what the index looks at: typing alone asks nothing.
  const asked = useDeferredValue(
    JSON.stringify({
      to: content.to,
      cc: content.cc,
      bcc: content.bcc,
      subject: content.subject === '' ? '' : ' ',
      attachments: attachments.map(({ name, type }) => ({ name, type })),
    }),
  )
  const { data } = useQuery({
    queryKey: [...keys.privacy, 'draft', asked],
    queryFn: ({ signal }) => client.privacy.draft(JSON.parse(asked), { signal }),
    placeholderData: keepPreviousData,
    enabled: content.to.length + content.cc.length + content.bcc.length > 0,
  })
  if (data === undefined || content.to.length + content.cc.length + content.bcc.length === 0) return null
  const { technic, context, comportment, overall } = data
  const index = { technic: technic.score, context: context.score, comportment: comportment.score, overall }
  const word = t(`common.privacy.word.${privacyWord(overall)}`)
  return (
    <DialogTrigger>
      <Button className={c('wouldBe')}>
        {t('composer.wouldBe')} <b>{word}</b>
        <PrivacyGlyph index={index} />
      </Button>
      <Popover placement="top end" offset={6} className={c('wouldBePopover')}>
        <Dialog aria-label={t('composer.wouldBeWhy')} className={c('wouldBeDialog')}>
          <PrivacyReasons explained={data} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
