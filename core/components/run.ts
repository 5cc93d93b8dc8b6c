import { performance } from 'node:perf_hooks'
import type { Feature } from '../defs/index.ts'
import type { Component, Findings, Json, MailView } from './component.ts'
import { limits } from './limits.ts'
import type { Registry } from './registry.ts'

/** Why what a component found was not taken. `hung`: it never came back, and its thread was ended. */
export type SkipReason = 'failed' | 'slow' | 'too-much' | 'undeclared' | 'hung'

export interface Skipped {
  readonly component: string
  readonly reason: SkipReason
  /** technical, for the log */
  readonly details: string
}

export interface RunOptions {
  /** names of components that are left out: they hung on this message before, or are switched off */
  readonly without?: readonly string[] | undefined
  /** the body was not read: only what looks at headers and people alone */
  readonly headersOnly?: boolean | undefined
  /** told before each component begins, with its index in the registry, and -1 at the end: what a watchdog looks at */
  readonly onStart?: ((index: number) => void) | undefined
}

export interface RunResult {
  readonly features: Feature[]
  readonly skipped: Skipped[]
}

/** The name under which is kept what was not looked at. */
export const skippedFeature = 'skipped'

/**
 * What the components find in one message. Never throws: one that fails, overruns its time or yields what it did not
 * declare is named in `skipped`, and in a feature of that name, so that the message is not taken for a harmless one.
 */
export async function runComponents(
  { components }: Registry,
  mail: MailView,
  options: RunOptions = {},
): Promise<RunResult> {
  const found: { [feature: string]: Json } = {}
  const features: Feature[] = []
  const skipped: Skipped[] = []
  for (const [index, component] of components.entries()) {
    if (options.headersOnly === true && !component.reads.every((source) => source === 'headers' || source === 'people'))
      continue
    if (options.without?.includes(component.name) === true) {
      skipped.push({ component: component.name, reason: 'hung', details: 'left out' })
      continue
    }
    options.onStart?.(index)
    const outcome = await runOne(component, mail, found)
    if ('reason' in outcome) {
      skipped.push(outcome)
      continue
    }
    for (const [name, value] of Object.entries(outcome.findings)) {
      found[name] = value
      features.push({ name, value: value as Feature['value'], origin: component.yields[name] ?? 'body' }) // Json is z.json's, read-only
    }
  }
  options.onStart?.(-1)
  if (skipped.length > 0) {
    const value = skipped.map(({ component, reason }) => `${component}: ${reason}`)
    features.push({ name: skippedFeature, value, origin: 'verified' })
  }
  return { features, skipped }
}

async function runOne(
  component: Component,
  mail: MailView,
  found: Findings,
): Promise<Skipped | { readonly findings: Findings }> {
  const skip = (reason: SkipReason, details: string): Skipped => ({ component: component.name, reason, details })
  const started = performance.now()
  try {
    const given = component.run(viewOf(component, mail), neededOf(component, found))
    const findings = given instanceof Promise ? await inTime(given, component.limits.timeMs) : given
    if (findings === null || performance.now() - started > component.limits.timeMs) {
      return skip('slow', `more than ${component.limits.timeMs} ms`)
    }
    const odd = Object.keys(findings).find((name) => component.yields[name] === undefined)
    if (odd !== undefined) return skip('undeclared', odd)
    const chars = JSON.stringify(findings).length
    return chars > limits.findingsChars ? skip('too-much', `${chars} characters`) : { findings }
  } catch (thrown) {
    return skip('failed', thrown instanceof Error ? thrown.message : String(thrown))
  }
}

/** Null when it took too long; what it answers later is nobody's. */
async function inTime(promise: Promise<Findings>, timeMs: number): Promise<Findings | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), timeMs)
  promise.catch(() => {})
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

const nothing: Findings = {}

function neededOf({ needs }: Component, found: Findings): Findings {
  if (needs === undefined) return nothing
  return Object.fromEntries(
    needs.flatMap((name) => {
      const value = found[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** Only what it asked for, cut at its limit. */
function viewOf({ reads, limits: { chars } }: Component, mail: MailView): MailView {
  const html = reads.includes('html') ? mail.html : null
  return {
    headers: reads.includes('headers') ? mail.headers : [],
    people: reads.includes('people') ? mail.people : [],
    text: reads.includes('text') ? mail.text.slice(0, chars) : '',
    html: html === null ? null : html.slice(0, chars),
    files: reads.includes('files') ? mail.files : [],
  }
}
