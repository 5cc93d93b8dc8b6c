export { adviceOf } from './advice.ts'
export { startNotifier } from './notifier.ts'
