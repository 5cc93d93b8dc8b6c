import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['devtools/{e2e,faults,crash}/**/*.test.ts'],
    // Each file starts mail servers, the program and a browser: one after the other.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
