import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SearchHit } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames, ErrorNotice, IconButton } from '../../components/index.ts'
import { useCommands } from '../../keyboard/index.tsx'
import { MessageCard } from '../reading/index.tsx'
import { matchedWords } from './Marked.tsx'
import styles from './search.module.css'
import { useMarks } from './use-marks.ts'
import { useSnippets } from './use-search.ts'

const c = classNames(styles)

/** Messages of the thread that are shown around the one that was found. */
const THREAD_MESSAGES = 100

interface Props {
  readonly hit: SearchHit
  readonly onOpen: () => void
  readonly onBack: (() => void) | null
}

/** The message that was found, in its discussion, ringed, with the hits marked. Passing by does not mark it read. */
export function Preview({ hit, onOpen, onBack }: Props) {
  const { t } = useTranslation()
  const client = useClient()
  const flow = useRef<HTMLDivElement>(null)
  const ring = useRef<HTMLDivElement>(null)
  const { message } = hit
  const { data, error } = useQuery({
    queryKey: [...keys.threadMessages(message.threadId), 'preview'],
    queryFn: ({ signal }) => client.threads.messages({ id: message.threadId, limit: THREAD_MESSAGES }, { signal }),
  })
  const one = useMemo(() => [hit], [hit])
  const query = new URLSearchParams(location.search).get('q') ?? ''
  const snippet = useSnippets(query, one).get(message.id)
  const words = useMemo(() => matchedWords(hit.subject, hit.snippet, snippet), [hit, snippet])
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set([message.id]))
  const marks = useMarks(ring, words.join('\n'))
  const messages = data?.items ?? [message]
  const people = [
    ...new Set(
      messages.flatMap((other) =>
        other.participants.flatMap(({ type, label, address }) => (type === 'from' ? [label || address] : [])),
      ),
    ),
  ]

  useEffect(() => {
    if (data !== undefined) ring.current?.scrollIntoView({ block: 'start' })
  }, [data])
  useCommands([
    { id: 'hit.next', label: t('search.nextHit'), keys: ['n'], group: t('search.group'), run: () => marks.go(1) },
    {
      id: 'hit.previous',
      label: t('search.previousHit'),
      keys: ['p'],
      group: t('search.group'),
      run: () => marks.go(-1),
    },
  ])
  const fold = (id: string, folded: boolean) =>
    setOpened((old) => new Set(folded ? [...old].filter((other) => other !== id) : [...old, id]))

  return (
    <>
      <header className={c('head', 'lined')}>
        {onBack && (
          <IconButton label={t('search.back')} onPress={onBack}>
            <ArrowLeft />
          </IconButton>
        )}
        <p className={c('in')}>
          {t('search.in')} <bdi>{people.slice(0, 4).join(', ')}</bdi>
        </p>
        {marks.count > 0 && (
          <>
            <span className={c('counter')}>{t('search.hit', { now: marks.now, count: marks.count })}</span>
            <IconButton label={t('search.previousHit')} hint="P" onPress={() => marks.go(-1)}>
              <ChevronUp />
            </IconButton>
            <IconButton label={t('search.nextHit')} hint="N" onPress={() => marks.go(1)}>
              <ChevronDown />
            </IconButton>
          </>
        )}
        <Button size="small" onPress={onOpen}>
          {t('search.openDiscussion')}
        </Button>
      </header>
      <div ref={flow} className={c('flow')}>
        {error && <ErrorNotice error={error} />}
        {messages.map((other, index) => {
          const isFound = other.id === message.id
          return (
            <div key={other.id} ref={isFound ? ring : null} className={c(isFound && 'ring')}>
              <MessageCard
                message={other}
                position={index + 1}
                count={messages.length}
                folded={!opened.has(other.id)}
                onFold={fold}
                {...(isFound && words.length > 0 ? { marks: words } : {})}
              />
            </div>
          )
        })}
        <p className={c('stays')}>{t('search.stayUnread')}</p>
      </div>
    </>
  )
}
