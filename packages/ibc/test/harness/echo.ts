import { utf8ToBytes } from '@pegzone/encoding'
import { type ChannelOrder, type Packet, ZERO_HEIGHT } from '@pegzone/ibc'
import { Coordinator, TestChain } from './chain.ts'
import { echoApp } from './echo-app.ts'
import { Endpoint, HOUR, Path } from './path.ts'
import { MockProver, type Prover } from './prover.ts'

/** Two chains with the echo app and a channel between them; mock clients unless given. */
export function echo(
  ordering: ChannelOrder,
  provers: readonly [Prover, Prover] = [new MockProver(), new MockProver()],
) {
  const time = new Coordinator()
  const chain = (chainId: string) => new TestChain(time, { chainId, apps: new Map([['echo', echoApp()]]) })
  const a = new Endpoint(chain('a'), provers[0], 'echo')
  const b = new Endpoint(chain('b'), provers[1], 'echo')
  const path = new Path(a, b, { ordering, version: 'echo-1' }).open()
  return { time, a, b, path }
}

export function sendData(from: Endpoint, text: string, inNs = HOUR) {
  return from.chain.run((state, host) =>
    from.chain.ibc.sendPacket(state, host, {
      sourcePort: from.portId,
      sourceChannel: from.channelId,
      timeoutHeight: ZERO_HEIGHT,
      timeoutTimestamp: from.counterparty.chain.host.timeNs + inNs,
      data: utf8ToBytes(text),
    }),
  )
}

export function mustSend(from: Endpoint, text: string, inNs?: bigint): Packet {
  const outcome = sendData(from, text, inNs)
  if (!outcome.ok) throw new Error(outcome.rejection.code)
  return outcome.value.packet
}
