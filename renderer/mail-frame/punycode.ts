/** Parameters of RFC 3492 §5. */
const BASE = 36
const T_MIN = 1
const T_MAX = 26
const SKEW = 38
const DAMP = 700
const INITIAL_BIAS = 72
const INITIAL_N = 128

function adapt(delta: number, length: number, first: boolean): number {
  let value = first ? Math.floor(delta / DAMP) : Math.floor(delta / 2)
  value += Math.floor(value / length)
  let k = 0
  while (value > ((BASE - T_MIN) * T_MAX) / 2) {
    value = Math.floor(value / (BASE - T_MIN))
    k += BASE
  }
  return k + Math.floor(((BASE - T_MIN + 1) * value) / (value + SKEW))
}

/** One label without its `xn--`, decoded (RFC 3492 §6.2); null when it is not valid. */
function decodeLabel(label: string): string | null {
  const split = label.lastIndexOf('-')
  const output = Array.from(label.slice(0, Math.max(0, split)), (char) => char.codePointAt(0) ?? 0)
  let n = INITIAL_N
  let i = 0
  let bias = INITIAL_BIAS
  let at = split > 0 ? split + 1 : 0
  while (at < label.length) {
    const before = i
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = Number.parseInt(label.charAt(at), 36)
      if (Number.isNaN(digit)) return null
      at += 1
      // Punycode counts a–z as 0–25 and 0–9 as 26–35; parseInt the other way round.
      const value = digit >= 10 ? digit - 10 : digit + 26
      i += value * weight
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (value < threshold) break
      weight *= BASE - threshold
    }
    bias = adapt(i - before, output.length + 1, before === 0)
    n += Math.floor(i / (output.length + 1))
    i %= output.length + 1
    if (n > 0x10ffff) return null
    output.splice(i, 0, n)
    i += 1
  }
  return String.fromCodePoint(...output)
}

/** A host name as people write it: `xn--` labels decoded; labels that cannot be are left as they are. */
export const readableHost = (host: string): string =>
  host
    .split('.')
    .map((label) => (/^xn--/i.test(label) ? (decodeLabel(label.slice(4).toLowerCase()) ?? label) : label))
    .join('.')
