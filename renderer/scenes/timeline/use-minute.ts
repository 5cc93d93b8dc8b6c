import { useEffect, useState } from 'react'

const minuteMs = 60_000

/** The time, renewed each minute: headings and times of rows move on at midnight without a reload. */
export function useMinute(): number {
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}
