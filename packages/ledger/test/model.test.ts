import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMapDatabase, type Database, type Ledger, type View } from '../src/index.ts'
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

type Command =
  | { readonly type: 'apply'; readonly message: Message }
  | { readonly type: 'probe'; readonly message: Message }
  | { readonly type: 'seal' | 'reopen' | 'settle' | 'import' | 'look' }
  | { readonly type: 'rewind'; readonly back: number }

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('apply' as const), message }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('probe' as const), message }) },
  { weight: 6, arbitrary: fc.constant({ type: 'seal' as const }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(...(['reopen', 'settle', 'import', 'look'] as const)).map((type) => ({ type })),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('rewind' as const), back: fc.nat(6) }) },
)

interface Sealed {
  readonly rows: Model
  readonly root: string
}

/** Runs the commands on a ledger and on plain maps, and compares whatever can be seen. */
class Trial {
  ledger: Ledger
  readonly #open: (ledger: Ledger | undefined) => Promise<Ledger>
  #rows: Model = new Map()
  #chain: Sealed[] = []
  #floor = 0
  readonly #views: { view: View; rows: Model }[] = []

  constructor(ledger: Ledger, open: (ledger: Ledger | undefined) => Promise<Ledger>) {
    this.ledger = ledger
    this.#open = open
  }

  async run(step: Command): Promise<void> {
    switch (step.type) {
      case 'apply': {
        const outcome = this.ledger.apply((state) => run(state, step.message))
        expect(outcome.ok).toBe(step.message.ok)
        this.#rows = runModel(this.#rows, step.message)
        break
      }
      case 'probe':
        this.ledger.probe((state) => run(state, step.message))
        break
      case 'seal':
        this.#seal()
        break
      case 'settle':
        await this.ledger.flushed()
        expect(this.ledger.durable).toEqual(this.ledger.head)
        break
      case 'reopen':
        this.#rows = this.#chain.at(-1)?.rows ?? new Map()
        this.ledger = await this.#open(this.ledger)
        this.#views.length = 0
        expect(this.ledger.head.root).toBe(this.#chain.at(-1)?.root ?? '00'.repeat(32))
        break
      case 'import': {
        const again = memory({ import: this.ledger.export() })
        expect(contents(again.latest)).toEqual(this.#chain.at(-1)?.rows ?? new Map())
        expect(again.export()).toEqual(this.ledger.export())
        break
      }
      case 'look':
        await this.#look()
        break
      case 'rewind':
        await this.#rewind(step.back)
        break
    }
    expect(contents(this.ledger.latest)).toEqual(this.#rows)
  }

  async #look(): Promise<void> {
    for (let height = this.ledger.oldest; height <= this.ledger.head.height; height++) {
      if (height < 0) continue
      const view = await this.ledger.at(height)
      const { rows } = this.#chain[height]!
      expect(contents(view)).toEqual(rows)
      this.#views.push({ view, rows })
      expect((await this.ledger.block(height))?.root).toBe(this.#chain[height]!.root)
    }
    for (const { view, rows } of this.#views) expect(contents(view)).toEqual(rows)
    const { height } = this.ledger.head
    if (height < 0) return
    expect((await this.ledger.find('latest'))?.[0]).toBe(height & 0xff)
    const found = await this.ledger.search('block/')
    const last = Array.from({ length: 7 }, (_, i) => height - i).filter((h) => h >= Math.max(0, this.ledger.oldest))
    expect(found.map(([, value]) => value[0]).sort()).toEqual(last.map((h) => h & 0xff).sort())
  }

  async #rewind(back: number): Promise<void> {
    const { head, oldest } = this.ledger
    const height = Math.max(head.height - back, oldest)
    const dropped = await this.ledger.rewind(height)
    expect(dropped.map((block) => block.root)).toEqual(
      this.#chain
        .slice(height + 1)
        .map(({ root }) => root)
        .reverse(),
    )
    this.#chain = this.#chain.slice(0, height + 1)
    this.#rows = this.#chain.at(-1)?.rows ?? new Map()
    this.#floor = Math.max(this.#floor, oldest)
    expect(this.ledger.audit()).toEqual([])
  }

  #seal(): void {
    const before = this.#chain.at(-1)?.rows ?? new Map<string, bigint>()
    const block = sealNext(this.ledger)
    const changed = new Set(
      [...before.keys(), ...this.#rows.keys()].filter((key) => before.get(key) !== this.#rows.get(key)),
    )
    expect(block.delta.length).toBe(changed.size)
    this.#chain.push({ rows: this.#rows, root: block.root })
  }

  async finish(): Promise<string> {
    await this.#look()
    expect(this.ledger.audit()).toEqual([])
    return hundredMore(this.ledger)
  }
}

/** Every kind of ledger behaves as the model does; all end with the same root. */
describe('a ledger, against plain maps', () => {
  const commands = fc.array(command, { maxLength: 60, size: 'max' })

  async function trial(steps: readonly Command[], open: (ledger: Ledger | undefined) => Promise<Ledger>) {
    const tried = new Trial(await open(undefined), open)
    for (const step of steps) await tried.run(step)
    const root = await tried.finish()
    await tried.ledger.close()
    return root
  }

  const reopening = (database: Database, history?: number) => async (ledger: Ledger | undefined) => {
    await ledger?.close()
    return stored(database, history === undefined ? {} : { history })
  }

  it('in memory and on a store, with reopening', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        // A ledger in memory cannot be reopened: it goes on from its export instead, with the same history lost.
        const inMemory = steps.filter((step) => step.type !== 'reopen' && step.type !== 'rewind')
        const plain = await trial(inMemory, async () => memory())
        const onStore = await trial(
          steps.filter((step) => step.type !== 'rewind'),
          reopening(createMapDatabase()),
        )
        // Reopening drops the open block; without such a loss the two are equal.
        if (!steps.some((step) => step.type === 'reopen')) expect(onStore).toBe(plain)
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('with rewinds', async () => {
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const inMemory = await trial(
          steps.filter((step) => step.type !== 'reopen'),
          async () => memory(),
        )
        const database = createMapDatabase()
        const onStore = await trial(steps, reopening(database))
        if (!steps.some((step) => step.type === 'reopen')) expect(onStore).toBe(inMemory)
      }),
      { seed: 2, numRuns: 80 },
    )
  })

  it('with a short history', async () => {
    await fc.assert(
      fc.asyncProperty(commands, fc.nat(5), async (steps, history) => {
        await trial(
          steps.filter((step) => step.type !== 'reopen'),
          async () => memory({ history }),
        )
        await trial(steps, reopening(createMapDatabase(), history))
      }),
      { seed: 3, numRuns: 60 },
    )
  })
})
