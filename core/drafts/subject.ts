/**
 * Marks of an answer in the languages that mail programs put before subjects: German, Scandinavian, Dutch, Polish,
 * Italian, French, Portuguese, Turkish, Greek, Hungarian, Finnish, Hebrew, Arabic, Chinese, Japanese.
 */
const answer = 're|aw|antw|sv|vs|odp|rif|réf|res|ynt|απ|σχετ|vá|השב|רד|回复|回覆|答复|返信'
const forward = 'fwd?|wg|tr|rv|vb|vl|vid|enc|pd|doorst|i̇lt|ilt|προθ|továbbítás|הועבר|转发|轉寄|転送'

const answerPrefix = new RegExp(`^\\s*(?:(?:${answer})\\s*(?:\\[\\d+\\]|\\(\\d+\\)|\\^\\d+)?\\s*[:：]\\s*)+`, 'iu')
const forwardPrefix = new RegExp(`^\\s*(?:(?:${forward})\\s*(?:\\[\\d+\\])?\\s*[:：]\\s*)+`, 'iu')

/** `Re: ` once, whatever answers in other languages stood before (RFC 5322 3.6.5). */
export const answerSubject = (subject: string): string => `Re: ${subject.replace(answerPrefix, '').trim()}`.trim()

/** `Fwd: ` once; that it was an answer before is kept. */
export const forwardSubject = (subject: string): string => `Fwd: ${subject.replace(forwardPrefix, '').trim()}`.trim()
