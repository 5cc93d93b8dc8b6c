import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Zap } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Contribution, Facet, PrivacyExplanation } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'
import { Button, classNames } from '../../components/index.ts'
import styles from './inspector.module.css'
import { useFeatureWords } from './words.ts'

const c = classNames(styles)

const facets = ['technic', 'context', 'comportment'] as const satisfies readonly Facet[]

/** The one thing to do with the largest gain; "not now" keeps it quiet for a month. */
export function RaiseMost({ explained }: { readonly explained: PrivacyExplanation }) {
  const { t } = useTranslation()
  const words = useFeatureWords()
  const client = useClient()
  const queries = useQueryClient()
  const { kind, id } = explained
  const silence = useMutation({
    mutationFn: (advice: string) => client.privacy.silence({ kind, id, advice }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.privacyOf(kind, id) }),
  })
  const best = bestOf(explained)
  if (best === null) return null
  return (
    <section className={c('raise')} aria-label={t('inspector.raise')}>
      <h3>
        <Zap />
        {t('inspector.raise')}
      </h3>
      <p>
        {words.advice(best.advice)} <b>+{best.gain}</b> {t(`inspector.facet.${best.facet}`)}
      </p>
      {kind !== 'draft' && (
        <Button size="small" look="quiet" isDisabled={silence.isPending} onPress={() => silence.mutate(best.advice)}>
          {t('inspector.notNow')}
        </Button>
      )}
    </section>
  )
}

interface Best {
  readonly facet: Facet
  readonly advice: string
  readonly gain: number
}

/** The advice that would win most; the same advice may be given for several things. */
export function bestOf(explained: PrivacyExplanation): Best | null {
  const gains = new Map<string, Best>()
  for (const facet of facets) {
    for (const contribution of explained[facet].contributions) {
      const gain = gainOf(contribution)
      if (contribution.advice === null || gain <= 0) continue
      const key = `${facet} ${contribution.advice}`
      gains.set(key, { facet, advice: contribution.advice, gain: gain + (gains.get(key)?.gain ?? 0) })
    }
  }
  return [...gains.values()].reduce<Best | null>((best, one) => (best && best.gain >= one.gain ? best : one), null)
}

const gainOf = ({ points, of }: Contribution): number => of - points
