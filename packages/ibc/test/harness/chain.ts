import { utf8ToBytes } from '@pegzone/encoding'
import {
  attestationClient,
  createIbc,
  createTransferApp,
  type HostContext,
  type Ibc,
  type IbcApp,
  type IbcEvent,
  type LightClientModule,
  mockClient,
  soloMachineClient,
  type TransferApp,
  type TransferBank,
} from '@pegzone/ibc'
import { createLedger, type Ledger, type State, type View } from '@pegzone/ledger'
import type { Outcome, Rejection } from '@pegzone/outcome'
import { testBank } from './bank.ts'

export const CLIENTS: readonly LightClientModule[] = [soloMachineClient, attestationClient, mockClient]
export const PREFIX: Uint8Array = utf8ToBytes('ibc')
/** 2019-01-01T00:00:00Z. */
export const START_NS = 1_546_300_800_000_000_000n
export const SECOND = 1_000_000_000n

/** Owns time: every chain makes its blocks through it, and no two chains share an instant. */
export class Coordinator {
  timeNs = START_NS

  tick(ns: bigint = SECOND): bigint {
    this.timeNs += ns
    return this.timeNs
  }
}

export interface ChainOptions {
  readonly chainId: string
  readonly revision?: bigint
  readonly bank?: TransferBank
  readonly apps?: ReadonlyMap<string, IbcApp>
  /** For benchmarks: no checks of the ledger, no history, no list of events. */
  readonly lean?: boolean
}

/** One ledger with its IBC core and a transfer app. Messages run in the open block; `block` seals it. */
export class TestChain {
  readonly chainId: string
  readonly revision: bigint
  readonly ledger: Ledger
  readonly transfer: TransferApp
  readonly ibc: Ibc
  readonly events: IbcEvent[] = []
  readonly #time: Coordinator
  readonly #lean: boolean
  #blockTimeNs: bigint

  constructor(time: Coordinator, { chainId, revision = 0n, bank = testBank(), apps, lean = false }: ChainOptions) {
    this.ledger = createLedger(lean ? { history: 0 } : { strict: true })
    this.#lean = lean
    this.#time = time
    this.chainId = chainId
    this.revision = revision
    this.transfer = createTransferApp({ bank, clients: CLIENTS })
    this.ibc = createIbc({ clients: CLIENTS, apps: new Map([['transfer', this.transfer], ...(apps ?? [])]) })
    this.#blockTimeNs = time.tick()
  }

  get view(): View {
    return this.ledger.latest
  }

  /** Of the open block. */
  get host(): HostContext {
    const { chainId, revision } = this
    return {
      chainId,
      revision,
      height: BigInt(this.ledger.head.height + 1),
      timeNs: this.#blockTimeNs,
      prefix: PREFIX,
    }
  }

  run<T, R extends Rejection>(message: (state: State, host: HostContext) => Outcome<T, R>): Outcome<T, R> {
    return this.ledger.apply((state) => {
      const outcome = message(state, this.host)
      if (outcome.ok && !this.#lean) this.events.push(...(state.events as IbcEvent[]))
      return outcome
    })
  }

  /** For set-up: throws on refusal. */
  must<T, R extends Rejection>(message: (state: State, host: HostContext) => Outcome<T, R>): T {
    const outcome = this.run(message)
    if (!outcome.ok)
      throw new Error(
        `${this.chainId}: ${JSON.stringify(outcome.rejection, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`,
      )
    return outcome.value
  }

  /** Seals the open block; the next one is a tick later. */
  block(ns?: bigint): void {
    const { height, timeNs } = this.host
    this.ledger.seal({ height: Number(height), timeNs }, new Uint8Array())
    this.#blockTimeNs = this.#time.tick(ns)
  }

  /** Every row of the tables of this package, as hex. */
  rows(prefixes: readonly string[]): Readonly<Record<string, unknown>> {
    const { tables } = this.ledger.export()
    return Object.fromEntries(
      Object.entries(tables).filter(
        ([name, rows]) => rows.length > 0 && prefixes.some((prefix) => name.startsWith(prefix)),
      ),
    )
  }
}
