import { bytesToHex } from '@pegzone/encoding'
import { packetCommitment, paths } from '@pegzone/ibc'
import { describe, expect, it } from 'vitest'
import {
  type AbiPacket,
  absenceProof,
  ackProof,
  arriving,
  BridgeBench,
  COSMOS_ADDRESS,
  commitmentProof,
  FAILURE,
  GENESIS_NS,
  HOUR_NS,
  PROOF_HEIGHT,
  packetOf,
  RELAYER,
  SUCCESS,
  toPacket,
} from './bridge-harness.ts'
import { alice, bob, carol, contractAddresses, TOKEN } from './harness.ts'

const { DAI, IXO, IXOS, PegBridge, MarketMaker } = contractAddresses
const HUNDRED = 100n * TOKEN
const PURSE = 1_000_000n * TOKEN

function bench(): BridgeBench {
  const made = BridgeBench.create().openChannel()
  made.approveAll(alice, bob)
  return made
}

/** Every law, and the balance of the bridge equal to what it counts. */
function expectSound(made: BridgeBench): void {
  expect(made.contracts.violations(made.view)).toEqual([])
  for (const token of ['DAI', 'IXO', 'IXOS'] as const) {
    expect(made.balance(token, PegBridge)).toBe(made.books(token)['escrow'])
  }
}

describe('a send', () => {
  it('escrows, commits and tells everything in its logs', () => {
    const made = bench()
    const timeout = GENESIS_NS + HOUR_NS
    const [sequence] = made.send(
      alice,
      'PegBridge',
      'sendTransfer',
      DAI,
      5n,
      COSMOS_ADDRESS,
      'channel-0',
      timeout,
      'hello',
    )
    expect(sequence).toBe(1n)
    expect(made.logNames).toEqual(['DAI.Transfer', 'PegBridge.Escrowed', 'PegBridge.SendPacket'])
    expect(made.log('Escrowed')).toMatchObject({ sequence: 1n, amount: 5n, receiver: COSMOS_ADDRESS })
    const packet = packetOf(made.log('SendPacket'))
    expect(packet).toMatchObject({
      sequence: 1n,
      sourcePort: 'transfer',
      sourceChannel: 'channel-0',
      destinationPort: 'transfer',
      destinationChannel: 'channel-9',
      timeoutRevision: 0n,
      timeoutHeight: 0n,
      timeoutTimestamp: timeout,
    })
    expect(Buffer.from(packet.data.slice(2), 'hex').toString()).toBe(
      `{"amount":"5","denom":"dai","memo":"hello","receiver":"${COSMOS_ADDRESS}","sender":"${alice}"}`,
    )
    expect(made.read('PegBridge', 'commitment', 'channel-0', 1n)[0]).toBe(
      bytesToHex(packetCommitment(toPacket(packet))),
    )
    expect(made.read('PegBridge', 'nextSequenceSend', 'channel-0')[0]).toBe(2n)
    expect(made.books('DAI')).toEqual({
      escrow: HUNDRED + 5n,
      pending: 5n,
      held: 0n,
      heldCount: 0n,
      sent: 5n,
      acknowledged: 0n,
      refunded: 0n,
      received: 0n,
    })
    expect(made.read('PegBridge', 'escrowed', DAI)[0]).toBe(HUNDRED + 5n)
    expect(made.read('PegBridge', 'inFlight', DAI, 'channel-0')[0]).toBe(5n)
    expect(made.read('PegBridge', 'releasable', DAI, 'channel-0')[0]).toBe(HUNDRED)
    expect(made.balance('DAI', alice)).toBe(PURSE - 5n)
    expectSound(made)
  })

  it.each([
    [
      'a token without a lane',
      [MarketMaker, 1n, COSMOS_ADDRESS, 'channel-0', GENESIS_NS + HOUR_NS, ''],
      /^PegBridgeUnknownToken/,
    ],
    [
      'nothing',
      [DAI, 0n, COSMOS_ADDRESS, 'channel-0', GENESIS_NS + HOUR_NS, ''],
      'PegBridgeRefused(IBC_TRANSFER_AMOUNT)',
    ],
    ['nobody', [DAI, 1n, ' ', 'channel-0', GENESIS_NS + HOUR_NS, ''], 'PegBridgeRefused(IBC_TRANSFER_DATA_INVALID)'],
    [
      'an unknown channel',
      [DAI, 1n, COSMOS_ADDRESS, 'channel-1', GENESIS_NS + HOUR_NS, ''],
      'PegBridgeRefused(IBC_CHANNEL_NOT_FOUND)',
    ],
    ['no timeout', [DAI, 1n, COSMOS_ADDRESS, 'channel-0', 0n, ''], 'PegBridgeRefused(IBC_PACKET_INVALID)'],
    [
      'a timeout that has passed',
      [DAI, 1n, COSMOS_ADDRESS, 'channel-0', GENESIS_NS, ''],
      'PegBridgeRefused(IBC_TIMEOUT_ELAPSED)',
    ],
    [
      'a memo too long',
      [DAI, 1n, COSMOS_ADDRESS, 'channel-0', GENESIS_NS + HOUR_NS, 'x'.repeat(32_769)],
      'PegBridgeRefused(IBC_TRANSFER_FIELD_TOO_LONG)',
    ],
    [
      'more than the sender has',
      [DAI, 2n * PURSE, COSMOS_ADDRESS, 'channel-0', GENESIS_NS + HOUR_NS, ''],
      /^ERC20InsufficientBalance/,
    ],
  ] as const)('is refused: %s', (_what, args, error) => {
    expect(() => bench().send(alice, 'PegBridge', 'sendTransfer', ...args)).toThrow(error)
  })

  it('needs an allowance', () => {
    const made = BridgeBench.create().openChannel()
    expect(() => made.transfer(alice, 'DAI', 1n)).toThrow(/^ERC20InsufficientAllowance\(.*, 0, 1\)/)
  })
})

describe('an arriving packet', () => {
  it('is paid out of escrow and acknowledged', () => {
    const made = bench()
    made.receive(arriving(1n, 'dai', 30n, bob))
    expect(made.logNames).toEqual([
      'DAI.Transfer',
      'PegBridge.RecvPacket',
      'PegBridge.Released',
      'PegBridge.WriteAcknowledgement',
    ])
    expect(made.log('Released')).toMatchObject({ sequence: 1n, amount: 30n, sender: COSMOS_ADDRESS })
    expect(made.log('WriteAcknowledgement')['acknowledgement']).toBe(bytesToHex(SUCCESS))
    expect(packetOf(made.log('RecvPacket'))).toEqual(arriving(1n, 'dai', 30n, bob))
    expect(made.balance('DAI', bob)).toBe(PURSE + 30n)
    expect(made.books('DAI')).toMatchObject({ escrow: HUNDRED - 30n, received: 30n, held: 0n })
    expect(made.read('PegBridge', 'receipt', 'channel-0', 1n)[0]).toBe(true)
    expect(made.read('PegBridge', 'receipt', 'channel-0', 2n)[0]).toBe(false)
    expect(made.read('PegBridge', 'acknowledgement', 'channel-0', 1n)[0]).toBe(
      '0x08f7557ed51826fe18d84512bf24ec75001edbaf2123a477df72a0a9f3640a7c',
    )
    expectSound(made)
  })

  it('is a no-op the second time, whatever its proof', () => {
    const made = bench()
    made.receive(arriving(1n, 'dai', 30n, bob))
    made.send(RELAYER, 'PegBridge', 'recvPackets', [arriving(1n, 'dai', 30n, bob)], ['0x'], PROOF_HEIGHT)
    expect(made.logNames).toEqual(['PegBridge.Noop'])
    made.timeNs += 2n * HOUR_NS
    made.receive(arriving(1n, 'dai', 30n, bob))
    expect(made.logNames).toEqual(['PegBridge.Noop'])
    expect(made.balance('DAI', bob)).toBe(PURSE + 30n)
  })

  it('that was received before does not stand in the way of its batch', () => {
    const made = bench()
    made.receive(arriving(1n, 'dai', 1n, bob))
    made.receive(arriving(1n, 'dai', 1n, bob), arriving(2n, 'ixo', 2n, bob))
    expect(made.logNames.filter((name) => /Noop|Released/.test(name))).toEqual(['PegBridge.Noop', 'PegBridge.Released'])
  })

  it('that is invalid undoes its whole batch', () => {
    const made = bench()
    const good = arriving(1n, 'dai', 1n, bob)
    const bad = arriving(2n, 'dai', 2n, bob)
    expect(() =>
      made.send(RELAYER, 'PegBridge', 'recvPackets', [good, bad], [commitmentProof(good), '0x'], PROOF_HEIGHT),
    ).toThrow('PegBridgePacketRefused(2, IBC_PROOF_VALUE_MISMATCH)')
    expect(made.balance('DAI', bob)).toBe(PURSE)
    expect(made.read('PegBridge', 'receipt', 'channel-0', 1n)[0]).toBe(false)
  })

  it('past its timeout is refused', () => {
    const made = bench()
    expect(() => made.receive(arriving(1n, 'dai', 1n, bob, GENESIS_NS))).toThrow(
      'PegBridgePacketRefused(1, IBC_TIMEOUT_ELAPSED)',
    )
  })

  it.each([
    ['a receiver that is no address', arriving(1n, 'dai', 1n, COSMOS_ADDRESS)],
    ['the zero address', arriving(1n, 'dai', 1n, `0x${'00'.repeat(20)}`)],
    ['a built-in contract', arriving(1n, 'dai', 1n, MarketMaker)],
    ['the bridge itself', arriving(1n, 'dai', 1n, PegBridge)],
    ['a token that never left', arriving(1n, 'weth', 1n, bob)],
    ['more than is in escrow', arriving(1n, 'dai', HUNDRED + 1n, bob)],
    ['a lane with nothing in escrow', arriving(1n, 'ixos', 1n, bob)],
  ])('is answered with an error acknowledgement: %s', (_what, packet) => {
    const made = bench()
    made.receive(packet)
    expect(made.logNames).toEqual(['PegBridge.RecvPacket', 'PegBridge.WriteAcknowledgement'])
    const text = Buffer.from((made.log('WriteAcknowledgement')['acknowledgement'] as string).slice(2), 'hex').toString()
    expect(text).toMatch(/^\{"error":"ABCI code: \d+: error handling packet: see events for details"\}$/)
    expect(made.books('DAI')).toMatchObject({ escrow: HUNDRED, received: 0n })
    expectSound(made)
  })

  it('of a foreign token is refused: the bridge mints nothing', () => {
    const made = bench()
    const packet = arriving(1n, 'dai', 1n, bob)
    const data = Buffer.from(packet.data.slice(2), 'hex').toString().replace('transfer/channel-9/dai', 'uatom')
    made.receive({ ...packet, data: `0x${Buffer.from(data).toString('hex')}` })
    expect(made.logNames).toEqual(['PegBridge.RecvPacket', 'PegBridge.WriteAcknowledgement'])
  })

  it('pays an address in either spelling', () => {
    const made = bench()
    made.receive(arriving(1n, 'dai', 1n, '0xB0b0B0b0b0B0B0b0b0b0B0b0B0B0B0B0b0b0b0b0'.toLowerCase()))
    expect(made.balance('DAI', bob)).toBe(PURSE + 1n)
  })
})

describe('an acknowledgement', () => {
  it('of success settles the send', () => {
    const made = bench()
    const packet = made.transfer(alice, 'DAI', 5n)
    made.acknowledge(SUCCESS, packet)
    expect(made.logNames).toEqual(['PegBridge.AcknowledgePacket'])
    expect(made.books('DAI')).toMatchObject({ escrow: HUNDRED + 5n, pending: 0n, sent: 5n, acknowledged: 5n })
    expect(made.read('PegBridge', 'commitment', 'channel-0', 1n)[0]).toBe(`0x${'00'.repeat(32)}`)
    made.acknowledge(SUCCESS, packet)
    expect(made.logNames).toEqual(['PegBridge.Noop'])
    expectSound(made)
  })

  it('of an error refunds the sender', () => {
    const made = bench()
    const packet = made.transfer(alice, 'DAI', 5n)
    made.acknowledge(FAILURE, packet)
    expect(made.logNames).toEqual(['DAI.Transfer', 'PegBridge.Refunded', 'PegBridge.AcknowledgePacket'])
    expect(made.log('Refunded')).toMatchObject({ sequence: 1n, amount: 5n, sourceChannel: 'channel-0' })
    expect(made.balance('DAI', alice)).toBe(PURSE)
    expect(made.books('DAI')).toMatchObject({ escrow: HUNDRED, pending: 0n, refunded: 5n })
    expectSound(made)
  })

  it('that is forged or does not fit is refused', () => {
    const made = bench()
    const packet = made.transfer(alice, 'DAI', 5n)
    const call =
      (packets: readonly AbiPacket[], acks: readonly Uint8Array[], proofs: readonly (Uint8Array | string)[]) => () =>
        made.send(RELAYER, 'PegBridge', 'acknowledgePackets', packets, acks, proofs, PROOF_HEIGHT)
    const proof = ackProof(packet, SUCCESS)
    expect(call([packet], [FAILURE], [proof])).toThrow('PegBridgePacketRefused(1, IBC_PROOF_VALUE_MISMATCH)')
    expect(call([packet], [Uint8Array.of(1)], [proof])).toThrow('PegBridgePacketRefused(1, IBC_ACK_INVALID)')
    expect(call([{ ...packet, timeoutTimestamp: 1n }], [SUCCESS], [proof])).toThrow(
      'PegBridgePacketRefused(1, IBC_PACKET_COMMITMENT_MISMATCH)',
    )
    expect(call([packet], [], [proof])).toThrow('PegBridgeLengthMismatch(1, 0)')
    expect(call([packet], [SUCCESS], [])).toThrow('PegBridgeLengthMismatch(1, 0)')
    expect(call([packet], [SUCCESS], [proof, proof])).toThrow('PegBridgeLengthMismatch(1, 2)')
    expect(call([], [], [])).toThrow('PegBridgeLengthMismatch(0, 0)')
  })
})

describe('a timeout', () => {
  const late = GENESIS_NS + HOUR_NS

  function timeOut(made: BridgeBench, packet: AbiPacket): void {
    made.send(RELAYER, 'PegBridge', 'timeoutPackets', [packet], [absenceProof(packet)], PROOF_HEIGHT)
  }

  it('refunds once the counterparty is past it', () => {
    const made = bench()
    const packet = made.transfer(alice, 'DAI', 5n)
    expect(() => timeOut(made, packet)).toThrow('PegBridgePacketRefused(1, IBC_TIMEOUT_NOT_REACHED)')
    made.updateMock(late)
    timeOut(made, packet)
    expect(made.logNames).toEqual(['DAI.Transfer', 'PegBridge.Refunded', 'PegBridge.TimeoutPacket'])
    expect(made.balance('DAI', alice)).toBe(PURSE)
    timeOut(made, packet)
    expect(made.logNames).toEqual(['PegBridge.Noop'])
    made.acknowledge(SUCCESS, packet)
    expect(made.logNames).toEqual(['PegBridge.Noop'])
    expect(made.books('DAI')).toMatchObject({ escrow: HUNDRED, pending: 0n, refunded: 5n, acknowledged: 0n })
    expectSound(made)
  })
})

describe('what own sends may need back', () => {
  it('is never paid out: the packet is held, in order, until they settle', () => {
    const made = bench()
    const sent = made.transfer(alice, 'DAI', 50n * TOKEN)
    // K = 150, P = 50: 100 can be released, 120 cannot yet, and the small one behind it waits its turn.
    made.receive(arriving(1n, 'dai', 120n * TOKEN, bob), arriving(2n, 'dai', 1n * TOKEN, carol))
    expect(made.logNames).toEqual(['PegBridge.RecvPacket', 'PegBridge.Held', 'PegBridge.RecvPacket', 'PegBridge.Held'])
    expect(made.log('Held')).toMatchObject({ sequence: 1n, amount: 120n * TOKEN })
    expect(made.books('DAI')).toMatchObject({ held: 121n * TOKEN, heldCount: 2n, escrow: 150n * TOKEN, received: 0n })
    const waiting = made.read('PegBridge', 'heldPackets', DAI, 'channel-0').toArray(true)
    expect(waiting).toEqual([
      [1n, 2n],
      [expect.stringMatching(/^0xb0b0/i), expect.stringMatching(/^0xcaca/i)],
      [120n * TOKEN, TOKEN],
    ])
    expect(made.read('PegBridge', 'receipt', 'channel-0', 1n)[0]).toBe(true)
    expect(made.read('PegBridge', 'acknowledgement', 'channel-0', 1n)[0]).toBe(`0x${'00'.repeat(32)}`)
    expectSound(made)

    made.acknowledge(SUCCESS, sent)
    expect(made.logNames).toEqual([
      'PegBridge.AcknowledgePacket',
      'DAI.Transfer',
      'DAI.Transfer',
      'PegBridge.Released',
      'PegBridge.WriteAcknowledgement',
      'PegBridge.Released',
      'PegBridge.WriteAcknowledgement',
    ])
    expect(made.balance('DAI', bob)).toBe(PURSE + 120n * TOKEN)
    expect(made.balance('DAI', carol)).toBe(PURSE + TOKEN)
    expect(made.books('DAI')).toMatchObject({ held: 0n, heldCount: 0n, escrow: 29n * TOKEN, received: 121n * TOKEN })
    expectSound(made)
  })

  it('goes back to the sender, and what is then beyond the escrow is refused', () => {
    const made = bench()
    const sent = made.transfer(alice, 'DAI', 50n * TOKEN)
    made.receive(arriving(1n, 'dai', 120n * TOKEN, bob), arriving(2n, 'dai', TOKEN, carol))
    made.acknowledge(FAILURE, sent)
    const acknowledgements = made.logs
      .filter(({ name }) => name === 'WriteAcknowledgement')
      .map(({ args }) => Buffer.from((args['acknowledgement'] as string).slice(2), 'hex').toString())
    expect(acknowledgements).toEqual([expect.stringMatching(/^\{"error"/), '{"result":"AQ=="}'])
    expect(made.balance('DAI', alice)).toBe(PURSE)
    expect(made.balance('DAI', bob)).toBe(PURSE)
    expect(made.balance('DAI', carol)).toBe(PURSE + TOKEN)
    expect(made.books('DAI')).toMatchObject({ held: 0n, heldCount: 0n, escrow: 99n * TOKEN })
    expectSound(made)
  })

  it('holds up its own lane only', () => {
    const made = bench()
    made.transfer(alice, 'DAI', 50n * TOKEN)
    made.receive(arriving(1n, 'dai', 120n * TOKEN, bob), arriving(2n, 'ixo', 100n * TOKEN, bob))
    expect(made.books('DAI')).toMatchObject({ heldCount: 1n })
    expect(made.books('IXO')).toMatchObject({ heldCount: 0n, received: 100n * TOKEN })
  })
})

describe('the views', () => {
  const made = bench()

  it('name the lanes', () => {
    const [tokens] = made.read('PegBridge', 'tokens')
    expect((tokens as string[]).map((each) => each.toLowerCase())).toEqual([DAI, IXO, IXOS])
    expect(made.read('PegBridge', 'denomOf', IXOS)[0]).toBe('ixos')
    expect((made.read('PegBridge', 'tokenOf', 'ixo')[0] as string).toLowerCase()).toBe(IXO)
    expect(made.read('PegBridge', 'tokenOf', 'weth')[0]).toBe(`0x${'00'.repeat(20)}`)
    for (const method of ['denomOf', 'escrowed'] as const) {
      expect(() => made.read('PegBridge', method, PegBridge)).toThrow(/^PegBridgeUnknownToken/)
    }
    for (const method of ['books', 'inFlight', 'releasable', 'heldPackets'] as const) {
      expect(() => made.read('PegBridge', method, PegBridge, 'channel-0')).toThrow(/^PegBridgeUnknownToken/)
    }
  })

  it('show channel, client and what is proven', () => {
    expect(made.read('PegBridge', 'channel', 'channel-0').toArray()).toEqual([
      'OPEN',
      'connection-0',
      'channel-9',
      'ics20-1',
    ])
    expect(made.read('PegBridge', 'channel', 'channel-1').toArray()).toEqual(['', '', '', ''])
    expect(made.read('PegBridge', 'client', 'mock-0').toArray()).toEqual(['Active', PROOF_HEIGHT, GENESIS_NS])
    expect(made.read('PegBridge', 'client', 'mock-1').toArray()).toEqual(['Unknown', 0n, 0n])
    expect(made.read('PegBridge', 'nextSequenceSend', 'channel-1')[0]).toBe(0n)
    expect(made.read('PegBridge', 'provable', paths.channel('transfer', 'channel-0'))[0]).toBe(
      bytesToHex(made.contracts.ibc.readPath(made.view, paths.channel('transfer', 'channel-0'))!),
    )
    expect(made.read('PegBridge', 'provable', 'nothing/here')[0]).toBe('0x')
    const domain = made.read('PegBridge', 'eip712Domain')
    expect([domain['name'], domain['version'], domain['chainId']]).toEqual(['Pegzone', '1', 31337n])
  })
})

it('a batch costs gas by its size', () => {
  const made = bench()
  const gas = (n: number) => {
    const packets = Array.from({ length: n }, (_, i) => arriving(BigInt(i + 1), 'dai', 1n, bob))
    const data = made.encode('PegBridge', 'recvPackets', [packets, ['0x'], PROOF_HEIGHT])
    return made.builtIn('PegBridge').gasOf(data)
  }
  expect(gas(2) - gas(1)).toBe(gas(31) - gas(30))
  expect(gas(30)).toBeLessThan(10_000_000n)
})
