import { useEffect, useState } from 'react'

/** The time, renewed each second while something counts down. */
export function useSeconds(running: boolean): number {
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => setNowMs(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  return nowMs
}
