import { run } from '../src/index.ts'

export interface Answer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line in this process, with everything it writes caught. */
export async function command(...args: readonly string[]): Promise<Answer> {
  const written = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      written[name] += text
    },
  })
  const code = await run(args, { stdout: stream('stdout'), stderr: stream('stderr') })
  return { code, ...written }
}
