/**
 * What the page may do: its own scripts, nothing from elsewhere. Pictures that a message refers to come through
 * `messages.remoteImage` and a blob, so that nothing leaves before the person allows it. `frame-src` is for the frame
 * that shows HTML mail (srcdoc, without scripts) and previews.
 */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
