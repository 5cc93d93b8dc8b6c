import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Contact, type ContactPatch, Failure, type Problem, toProblem } from '../../../core/defs/index.ts'
import { keys, useClient } from '../../client/index.ts'

type FieldName = keyof ContactPatch

export interface Conflict {
  readonly field: FieldName
  /** what stands there now */
  readonly current: unknown
  /** what was written here */
  readonly mine: unknown
}

interface FieldSave {
  readonly problem: Problem | null
  readonly conflicts: readonly Conflict[]
  /** saves one field, as changed from what the form began with */
  save<F extends FieldName>(field: F, from: ContactPatch[F], to: ContactPatch[F]): void
  /** decides a conflict: mine goes on top of what stands there now, or is given up */
  settle(conflict: Conflict, keep: 'mine' | 'theirs'): void
}

/** Saves each field of a contact by itself; when somebody else changed it meanwhile, both values are offered. */
export function useFieldSave({ id }: Contact): FieldSave {
  const client = useClient()
  const queries = useQueryClient()
  const [problem, setProblem] = useState<Problem | null>(null)
  const [conflicts, setConflicts] = useState<readonly Conflict[]>([])

  const patch = async (currentState: ContactPatch, set: ContactPatch) => {
    setProblem(null)
    try {
      const { contact } = await client.contacts.patch({ id, currentState, set })
      queries.setQueryData([...keys.contacts, 'get', id], contact)
      setConflicts((old) => old.filter(({ field }) => !(field in set)))
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== 'conflict') {
        setProblem(toProblem(thrown))
        return
      }
      const now = await client.contacts.get({ id })
      const stale = fieldsOf(set).map((field): Conflict => ({ field, current: now[field], mine: set[field] }))
      setConflicts((old) => [...old.filter(({ field }) => !(field in set)), ...stale])
    }
  }

  return {
    problem,
    conflicts,
    save: (field, from, to) => {
      if (JSON.stringify(from) !== JSON.stringify(to)) void patch({ [field]: from }, { [field]: to })
    },
    settle: (conflict, keep) => {
      const { field, current, mine } = conflict
      setConflicts((old) => old.filter((one) => one !== conflict))
      if (keep === 'mine') void patch({ [field]: current }, { [field]: mine })
      else void queries.invalidateQueries({ queryKey: [...keys.contacts, 'get', id] })
    },
  }
}

const fieldsOf = (set: ContactPatch): FieldName[] =>
  // keys of an object that is made of fields alone
  Object.keys(set) as FieldName[]
