import { Forward, ReplyAll, Reply as ReplyIcon } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { MessageSummary } from '../../../core/defs/index.ts'
import { Button, classNames } from '../../components/index.ts'
import { useOwnAddresses } from '../../window/index.ts'
import { Composer } from '../composer/index.tsx'
import { cardId } from './card-id.ts'
import { answeredPeople, useNames } from './people.ts'
import styles from './reading.module.css'
import type { Reply } from './use-reply.ts'

const c = classNames(styles)

/** The foot of a thread: the answer being written, or the way to begin one. */
export function ReplyDock({ message, reply }: { readonly message: MessageSummary; readonly reply: Reply }) {
  const { t } = useTranslation()
  const own = useOwnAddresses()
  const names = useNames()
  if (reply.draftId !== null) {
    return (
      <section aria-label={t('reading.reply')} data-pane="reply" className={c('dock')}>
        <Composer
          key={reply.draftId}
          draftId={reply.draftId}
          placement="docked"
          begun={reply.begun}
          onClose={() => {
            reply.close()
            // What had the focus is gone; reading goes on where the answer belonged.
            document.getElementById(cardId(message.id))?.focus({ preventScroll: true })
          }}
        />
      </section>
    )
  }
  const people = answeredPeople(message, own)
  const several = people.length > 1
  const begin = (kind: Parameters<Reply['begin']>[0]) => () => reply.begin(kind, message.id)
  return (
    <section aria-label={t('reading.reply')} data-pane="reply" className={c('dock', 'start')}>
      <AriaButton className={c('write')} data-pane-focus onPress={begin(several ? 'reply-all' : 'reply')}>
        {t('reading.writeTo', { names: names.short(people) })}
      </AriaButton>
      <Button look="quiet" size="small" icon={<ReplyIcon />} onPress={begin('reply')}>
        {t('reading.reply')}
      </Button>
      {several && (
        <Button look="quiet" size="small" icon={<ReplyAll />} onPress={begin('reply-all')}>
          {t('reading.replyAll')}
        </Button>
      )}
      <Button look="quiet" size="small" icon={<Forward />} onPress={begin('forward')}>
        {t('reading.forward')}
      </Button>
    </section>
  )
}
