/** `Re: Fwd: Re: Box 14` is about `Box 14`; a subject of nothing else stays as it is. */
export function topicOf(subject: string): string {
  const topic = subject.replace(
    /^(?:\s*(?:re|fwd?|aw|wg|tr|rép|sv|vs|antw?|r|i|enc|odp|ynt|回复|转发|答复)\s*(?:\[\d+\])?\s*[:：])+\s*/iu,
    '',
  )
  return topic || subject
}
