import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['devtools/{e2e,faults,crash}/**/*.test.ts'],
    // Each file starts mail servers, the program and a browser: one after the other.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a window shows a moment later on a busy machine is still shown.
    expect: { poll: { timeout: 15_000 } },
  },
})
