import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type Problem, toProblem } from '../../../core/defs/index.ts'

/** Runs changes of a page's list: the list is asked for again when one is done, and the reason is told when it fails. */
export function useEdit(queryKey: readonly unknown[]): {
  readonly run: (change: () => Promise<unknown>, done?: () => void) => void
  readonly running: boolean
  readonly problem: Problem | null
} {
  const queries = useQueryClient()
  const mutation = useMutation({
    mutationFn: (change: () => Promise<unknown>) => change(),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return {
    run: (change, done) => mutation.mutate(change, done ? { onSuccess: () => done() } : {}),
    running: mutation.isPending,
    problem: mutation.error ? toProblem(mutation.error) : null,
  }
}
