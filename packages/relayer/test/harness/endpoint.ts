import { acknowledgementOf, type ChannelRef, sentPackets, unreceivedPackets } from '@pegzone/ibc'
import { ok, refuse } from '@pegzone/outcome'
import { Subject } from 'rxjs'
import { submit, viewOf } from '../../../attestor/test/harness/zone.ts'
import type { Endpoint as ChannelSide } from '../../../ibc/test/harness/path.ts'
import type { Endpoint, Want } from '../../src/index.ts'

export interface TestEndpoint extends Endpoint {
  readonly wants: readonly Want[]
  /** Announces the head. */
  announce(): void
}

/** The relayer's port to a chain of the test harness: a real ledger, one transaction and one block per batch. */
export function endpointOf(kind: 'ethereum' | 'cosmos', side: ChannelSide): TestEndpoint {
  const { chain } = side
  const view = viewOf(chain)
  const heads = new Subject<Awaited<ReturnType<typeof view.head>>>()
  const wants: Want[] = []
  const ref: ChannelRef = side.ref
  const announce = (): void => {
    const { height, timeNs, root } = chain.ledger.head
    heads.next({ height, timeNs, hash: root })
  }
  return {
    ...view,
    kind,
    channel: { clientId: side.clientId, connectionId: side.connectionId, ...ref },
    head$: heads.asObservable(),
    wants,
    announce,
    pendingSends: async (from, limit) => sentPackets(chain.view, ref, from, limit),
    unreceived: async (sequences) => unreceivedPackets(chain.view, ref, sequences),
    acknowledgements: async (sequences) => sequences.map((sequence) => acknowledgementOf(chain.view, ref, sequence)),
    want: (want) => wants.push(want),
    async submit(messages) {
      const outcome = submit(side, messages)
      chain.block()
      announce()
      return outcome.ok
        ? ok({ transactions: [chain.ledger.head.root] })
        : refuse({ code: 'RELAYER_SUBMIT_REFUSED', chainId: chain.chainId, reason: outcome.rejection.code })
    },
  }
}
