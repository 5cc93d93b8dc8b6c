import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { Button, Group } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classNames } from '../components/index.ts'
import styles from './toasts.module.css'

const c = classNames(styles)

/** How long a notice stays; it waits while it is pointed at, focused, or the window is not active. */
const shownMs = 10_000
/** Actions that can be taken back, latest last; core keeps as many. */
const undoSteps = 30

interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'plain' | 'danger'
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  readonly durationMs: number
}

interface Toasts {
  /** Shows a notice at the foot; `action` is its one button. Returns what takes it away. */
  show(text: string, options?: { tone?: Toast['tone']; action?: Toast['action']; durationMs?: number }): () => void
  /**
   * Shows what was done with an undo button, which the `Z` key presses even after the notice has gone. Returns what takes
   * both away: it was not done after all.
   */
  showUndo(text: string, undo: () => void, durationMs?: number): () => void
  /** Takes back the latest action; false when there is none. */
  undoLast(): boolean
}

const ToastContext = createContext<Toasts | null>(null)

export function useToasts(): Toasts {
  const toasts = useContext(ToastContext)
  if (!toasts) throw new Error('useToasts is used outside ToastProvider.')
  return toasts
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const [queue, setQueue] = useState<readonly Toast[]>([])
  const nextId = useRef(1)
  const undos = useRef<{ id: number; run: () => void }[]>([])

  const drop = useCallback((id: number) => setQueue((old) => old.filter((toast) => toast.id !== id)), [])
  const toasts = useMemo<Toasts>(() => {
    const show: Toasts['show'] = (text, options = {}) => {
      const id = nextId.current++
      const toast: Toast = {
        id,
        text,
        tone: options.tone ?? 'plain',
        action: options.action,
        durationMs: options.durationMs ?? shownMs,
      }
      setQueue((old) => [...old, toast])
      return () => drop(id)
    }
    const takeBack = (id: number): boolean => {
      const step = undos.current.find((undo) => undo.id === id)
      undos.current = undos.current.filter((undo) => undo !== step)
      step?.run()
      return step !== undefined
    }
    return {
      show,
      showUndo: (text, undo, durationMs = shownMs) => {
        const id = nextId.current++
        const close = show(text, { action: { label: t('common.undo'), run: () => takeBack(id) }, durationMs })
        undos.current = [
          ...undos.current,
          {
            id,
            run: () => {
              close()
              undo()
            },
          },
        ].slice(-undoSteps)
        return () => {
          close()
          undos.current = undos.current.filter((step) => step.id !== id)
        }
      },
      undoLast: () => {
        const last = undos.current.at(-1)
        return last ? takeBack(last.id) : false
      },
    }
  }, [drop, t])

  return (
    <ToastContext value={toasts}>
      {children}
      <ToastRegion queue={queue} onDone={drop} />
    </ToastContext>
  )
}

function ToastRegion({ queue, onDone }: { readonly queue: readonly Toast[]; readonly onDone: (id: number) => void }) {
  const { t } = useTranslation()
  const toast = queue.at(-1)
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (!toast || held) return
    let timer = setTimeout(() => onDone(toast.id), toast.durationMs)
    const pause = () => clearTimeout(timer)
    const goOn = () => {
      timer = setTimeout(() => onDone(toast.id), toast.durationMs)
    }
    addEventListener('blur', pause)
    addEventListener('focus', goOn)
    return () => {
      pause()
      removeEventListener('blur', pause)
      removeEventListener('focus', goOn)
    }
  }, [toast, held, onDone])

  return (
    <section aria-label={t('shell.toasts')} className={c('region')}>
      <div role={toast?.tone === 'danger' ? 'alert' : 'status'}>
        {toast && (
          <Group
            className={c('toast')}
            onPointerEnter={() => setHeld(true)}
            onPointerLeave={() => setHeld(false)}
            onFocus={() => setHeld(true)}
            onBlur={() => setHeld(false)}
          >
            <span className={c('text')}>{toast.text}</span>
            {queue.length > 1 && <span className={c('more')}>{t('shell.andMore', { count: queue.length - 1 })}</span>}
            {toast.action && (
              <Button
                className={c('action')}
                onPress={() => {
                  toast.action?.run()
                  onDone(toast.id)
                  setHeld(false)
                }}
              >
                {toast.action.label}
              </Button>
            )}
          </Group>
        )}
      </div>
    </section>
  )
}
