import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import { classNames } from './class-names.ts'
import styles from './dialog.module.css'

const c = classNames(styles)

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly onClose: () => void
  /** as large as the window lets it: for what is read in it */
  readonly wide?: boolean
  /** wider than a question, and as high as what is in it */
  readonly fitted?: boolean
  readonly children: ReactNode
}

/** A window over the window: Escape and a click beside it close it, and focus goes back to what opened it. */
export function Dialog({ title, isOpen, onClose, wide = false, fitted = false, children }: DialogProps) {
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable className={c('scrim')}>
      <Modal className={c('modal', wide && 'wide', fitted && 'fitted')}>
        <AriaDialog className={c('dialog')}>
          <Heading slot="title" className={c('title')}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

interface ConfirmProps extends Omit<DialogProps, 'wide' | 'fitted' | 'children'> {
  readonly text: string
  /** names the thing: "Remove Personal" */
  readonly action: string
  readonly onConfirm: () => void
}

/** Only for what cannot be undone. */
export function ConfirmDialog({ text, action, onConfirm, onClose, ...rest }: ConfirmProps) {
  const { t } = useTranslation()
  return (
    <Dialog {...rest} onClose={onClose}>
      <p className={c('text')}>{text}</p>
      <div className={c('buttons')}>
        <Button look="plain" onPress={onClose} autoFocus>
          {t('common.cancel')}
        </Button>
        <Button
          look="danger"
          onPress={() => {
            onConfirm()
            onClose()
          }}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
