export const limits = {
  /** more than anybody keeps in mind; each is asked of every message that arrives */
  rules: 200,
  /** messages of one step when a rule is done to what is here */
  step: 500,
  /** what a preview counts up to, and how many messages it shows */
  counted: 1_000,
  previewed: 50,
  /** arrivals whose bodies are awaited, so that rules about their words have their turn */
  waiting: 2_000,
  /** messages remembered as not to be told of */
  muted: 2_000,
} as const
