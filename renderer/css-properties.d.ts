import 'react'

declare module 'react' {
  /** Custom properties that parts hand to their style sheets. */
  interface CSSProperties {
    [property: `--${string}`]: string | number
  }
}
