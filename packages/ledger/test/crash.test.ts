import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/index.ts'
import {
  contents,
  hundredMore,
  type Message,
  type Model,
  memory,
  message,
  run,
  runModel,
  sealNext,
  stored,
} from './harness.ts'
import { UnsteadyDatabase } from './unsteady-database.ts'

type Command =
  | { readonly type: 'blocks'; readonly messages: readonly Message[] }
  | { readonly type: 'crash' | 'wait' | 'tick' }
  | { readonly type: 'rewind'; readonly back: number; readonly wait: boolean }

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('blocks' as const),
      messages: fc.array(message, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(...(['crash', 'wait', 'tick', 'tick', 'tick'] as const)).map((type) => ({ type })),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rewind' as const), back: fc.nat(5), wait: fc.boolean() }) },
)

interface Sealed {
  readonly height: number
  readonly root: string
  readonly rows: Model
  readonly before: Sealed | undefined
}

const tick = () => new Promise((resolve) => setImmediate(resolve))

/** Crashes at any moment lose nothing that was announced, and nothing but whole blocks. */
class Trial {
  readonly disk: UnsteadyDatabase
  readonly #history: number
  #ledger!: Ledger
  #head: Sealed | undefined
  #announced: Sealed | undefined
  readonly #byRoot = new Map<string, Sealed>()
  #rewinding = false

  constructor(seed: number, history: number) {
    this.disk = new UnsteadyDatabase(seed)
    this.#history = history
  }

  async open(): Promise<void> {
    const database = await this.disk.connect()
    // Pages go out often, so that crashes meet them.
    this.#ledger = await stored(database, { history: this.#history, pagePortion: 1 })
    const { root } = this.#ledger.head
    this.#head = this.#byRoot.get(root)
    expect(this.#ledger.head.height).toBe(this.#head?.height ?? -1)
    expect(contents(this.#ledger.latest)).toEqual(this.#head?.rows ?? new Map())
    expect(this.#ledger.audit()).toEqual([])
    // A rewind that was under way may have happened or not; then what was announced above it may be gone.
    if (!this.#rewinding && this.#announced !== undefined) expect(this.#contains(this.#announced)).toBe(true)
    this.#rewinding = false
    this.#announced = this.#head
    this.#ledger.onDurable((block) => {
      this.#announced = this.#byRoot.get(block.root)
    })
  }

  #contains(block: Sealed): boolean {
    let at = this.#head
    while (at !== undefined && at.height > block.height) at = at.before
    return at?.root === block.root
  }

  async run(step: Command): Promise<void> {
    switch (step.type) {
      case 'blocks':
        for (const message of step.messages) {
          this.#ledger.apply((state) => run(state, message))
          const rows = runModel(this.#head?.rows ?? new Map(), message)
          const { height, root } = sealNext(this.#ledger)
          this.#head = { height, root, rows, before: this.#head }
          this.#byRoot.set(root, this.#head)
        }
        break
      case 'tick':
        await tick()
        break
      case 'wait':
        await this.#ledger.flushed()
        expect(this.#ledger.durable).toEqual(this.#ledger.head)
        break
      case 'crash':
        await this.open()
        break
      case 'rewind':
        await this.#rewind(step.back, step.wait)
        break
    }
  }

  async #rewind(back: number, wait: boolean): Promise<void> {
    const { head, oldest } = this.#ledger
    const height = Math.max(head.height - back, oldest)
    const rewound = this.#ledger.rewind(height)
    this.#rewinding = true
    // The state is back once the blocks are read, which takes a while if they are no longer in memory.
    while (this.#ledger.head.height > height) await tick()
    while (this.#head !== undefined && this.#head.height > height) this.#head = this.#head.before
    if (this.#announced !== undefined && !this.#contains(this.#announced)) this.#announced = this.#head
    expect(contents(this.#ledger.latest)).toEqual(this.#head?.rows ?? new Map())
    if (!wait) return
    await rewound
    this.#rewinding = false
  }

  async finish(): Promise<void> {
    await this.#ledger.flushed()
    expect(contents(this.#ledger.latest)).toEqual(this.#head?.rows ?? new Map())
    const again = memory({ import: this.#ledger.export() })
    expect(hundredMore(this.#ledger)).toBe(hundredMore(again))
    await this.#ledger.flushed()
    this.#head = undefined
    const { root } = this.#ledger.head
    const reopened = await stored(await this.disk.connect(), { history: this.#history })
    expect(reopened.head.root).toBe(root)
    expect(reopened.export()).toEqual(again.export())
  }
}

describe('a process that dies', () => {
  it('leaves every announced block and whole blocks only', async () => {
    let most = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(command, { maxLength: 40, size: 'max' }),
        fc.nat(),
        fc.constantFrom(Number.POSITIVE_INFINITY, 0, 3),
        async (steps, seed, history) => {
          const trial = new Trial(seed, history)
          await trial.open()
          for (const step of steps) await trial.run(step)
          await trial.finish()
          most = Math.max(most, trial.disk.most)
        },
      ),
      { seed: 4, numRuns: 80 },
    )
    expect(most).toBe(2)
  })

  it('stops when the disk fails', async () => {
    const disk = new UnsteadyDatabase(1)
    const ledger = await stored(await disk.connect())
    sealNext(ledger)
    await ledger.flushed()
    const announced: number[] = []
    ledger.onDurable((block) => announced.push(block.height))
    disk.fail('no space left on device')
    sealNext(ledger)
    sealNext(ledger)
    await expect(ledger.flushed()).rejects.toMatchObject({
      code: 'LEDGER_STOPPED',
      cause: { message: 'no space left on device' },
    })
    expect(() => sealNext(ledger)).toThrow('no space left')
    expect(() => ledger.apply((state) => run(state, { writes: [], inner: [], ok: true }))).toThrow('no space left')
    expect(ledger.durable.height).toBe(0)
    expect(announced).toEqual([])
    await expect(ledger.flushed()).rejects.toMatchObject({ code: 'LEDGER_STOPPED' })
    await ledger.flushed(0)
    await ledger.close()
  })

  const coin = (ledger: Ledger, value: bigint | undefined) =>
    ledger.apply((state) => run(state, { writes: [{ type: 'coin', name: 'a', id: 1, value }], inner: [], ok: true }))

  it('writes back a page that a dropped block had changed for a while', async () => {
    const disk = new UnsteadyDatabase(2)
    const ledger = await stored(await disk.connect(), { pagePortion: 1 })
    for (const value of [1n, 2n, 1n]) {
      coin(ledger, value)
      sealNext(ledger)
      await ledger.flushed()
    }
    await ledger.rewind(0)
    const again = await stored(await disk.connect())
    expect(again.head.height).toBe(0)
    expect(contents(again.latest)).toEqual(new Map([['a#1', 1n]]))
  })

  it('keeps a row that comes back while its page is written without it', async () => {
    const disk = new UnsteadyDatabase(3)
    const ledger = await stored(await disk.connect(), { pagePortion: 1 })
    coin(ledger, 1n)
    sealNext(ledger)
    await ledger.flushed()
    sealNext(ledger)
    coin(ledger, undefined)
    sealNext(ledger)
    sealNext(ledger)
    // Blocks 1 and 2 are under way, 3 waits with the page; in the open block the row comes, goes, and comes again.
    coin(ledger, 2n)
    coin(ledger, undefined)
    await ledger.flushed()
    coin(ledger, 3n)
    sealNext(ledger)
    expect(contents(ledger.latest)).toEqual(new Map([['a#1', 3n]]))
    await ledger.flushed()
    expect(ledger.audit()).toEqual([])
    const again = await stored(await disk.connect())
    expect(contents(again.latest)).toEqual(new Map([['a#1', 3n]]))
  })
})
