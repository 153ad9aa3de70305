import { bytesToUtf8, utf8ToBytes } from '@pegzone/encoding'
import {
  acknowledgementOf,
  acknowledgements,
  deferredPackets,
  heldTransfers,
  type Packet,
  pendingOf,
  SUCCESS_ACK,
  sentPackets,
  setTransferParams,
  soloClient,
  totalEscrow,
  transferBooks,
  unreceivedAcks,
  unreceivedPackets,
  voucherDenom,
} from '@pegzone/ibc'
import { ok } from '@pegzone/outcome'
import { describe, expect, it } from 'vitest'
import { BLOCKED, balance, credit, escrowAccount, supply } from './harness/bank.ts'
import type { Endpoint } from './harness/path.ts'
import { HOUR, transfer } from './harness/path.ts'
import { pegzone } from './harness/pegzone.ts'

const ESCROW = escrowAccount({ portId: 'transfer', channelId: 'channel-0' })

function sent(outcome: ReturnType<typeof transfer>): Packet {
  if (!outcome.ok) throw new Error(outcome.rejection.code)
  return outcome.value.packet
}

function received(on: Endpoint, packet: Packet): Uint8Array {
  const outcome = on.recv(packet)
  if (!outcome.ok || outcome.value.result !== 'success') throw new Error(JSON.stringify(outcome))
  return outcome.value.acknowledgement!
}

/** Send, receive, acknowledge. */
function relay(from: Endpoint, packet: Packet): Uint8Array {
  const ack = received(from.counterparty, packet)
  expect(from.acknowledge(packet, ack)).toEqual(ok({ result: 'success' }))
  return ack
}

describe('transfer from Ethereum to Cosmos and back', () => {
  it('escrows and mints in the registered denom, then burns and unescrows', () => {
    const { ethereum, cosmos, onEthereum, onCosmos } = pegzone()
    const out = sent(transfer(onEthereum, { denom: 'ixo', amount: 100n }))
    expect(bytesToUtf8(out.data)).toBe('{"amount":"100","denom":"ixo","receiver":"bob","sender":"alice"}')
    expect(relay(onEthereum, out)).toEqual(SUCCESS_ACK)
    expect(balance(ethereum.view, ESCROW, 'ixo')).toBe(100n)
    expect(totalEscrow(ethereum.view, 'ixo')).toBe(100n)
    expect(balance(cosmos.view, 'bob', 'acixo')).toBe(100n)

    const back = sent(transfer(onCosmos, { denom: 'acixo', amount: 60n, sender: 'bob', receiver: 'carol' }))
    expect(bytesToUtf8(back.data)).toContain('"denom":"transfer/channel-0/ixo"')
    relay(onCosmos, back)
    expect(balance(ethereum.view, 'carol', 'ixo')).toBe(60n)
    expect(supply(cosmos.view, 'acixo')).toBe(40n)
    expect(transferBooks(ethereum.view, { ...onEthereum.ref, denom: 'ixo' })).toEqual({
      escrowed: 40n,
      sent: 100n,
      acknowledged: 100n,
      refunded: 0n,
      received: 60n,
      held: 0n,
      heldCount: 0,
    })
    expect(transferBooks(cosmos.view, { ...onCosmos.ref, denom: 'acixo' })).toMatchObject({
      escrowed: 0n,
      sent: 60n,
      acknowledged: 60n,
      received: 100n,
    })
  })

  it('mints the standard voucher where the registry has no entry, and knows its way home', () => {
    const { ethereum, cosmos, onEthereum, onCosmos } = pegzone()
    ethereum.must((state) => ok(credit(state, 'alice', 'wbtc', 5n)))
    relay(onEthereum, sent(transfer(onEthereum, { denom: 'wbtc', amount: 5n })))
    const denom = voucherDenom('transfer/channel-0/wbtc')
    expect(balance(cosmos.view, 'bob', denom)).toBe(5n)
    expect(cosmos.events).toContainEqual({ type: 'denomination_trace', trace: 'transfer/channel-0/wbtc', denom })
    relay(onCosmos, sent(transfer(onCosmos, { denom, amount: 5n, sender: 'bob', receiver: 'alice' })))
    expect(balance(ethereum.view, 'alice', 'wbtc')).toBe(5n)
    expect(supply(cosmos.view, denom)).toBe(0n)
  })

  it('takes rewards minted on Cosmos home as the same token, up to the escrow', () => {
    const { ethereum, cosmos, onEthereum, onCosmos } = pegzone()
    relay(onEthereum, sent(transfer(onEthereum, { denom: 'ixo', amount: 10n })))
    cosmos.must((state) => ok(credit(state, 'bob', 'acixo', 5n)))
    const ack = relay(onCosmos, sent(transfer(onCosmos, { denom: 'acixo', amount: 15n, sender: 'bob' })))
    expect(bytesToUtf8(ack)).toBe('{"error":"ABCI code: 5: error handling packet: see events for details"}')
    expect(balance(cosmos.view, 'bob', 'acixo')).toBe(15n)
    relay(onCosmos, sent(transfer(onCosmos, { denom: 'acixo', amount: 10n, sender: 'bob' })))
    expect(balance(ethereum.view, 'bob', 'ixo')).toBe(10n)
  })

  it('keeps the memo and settles each of many packets in any order', () => {
    const { onEthereum, ethereum, cosmos } = pegzone()
    const packets = [1n, 2n, 3n].map((amount) =>
      sent(transfer(onEthereum, { denom: 'dai', amount, memo: 'a "quoted" <memo>' })),
    )
    expect(bytesToUtf8(packets[0]!.data)).toContain('"memo":"a \\"quoted\\" \\u003cmemo\\u003e"')
    for (const packet of [...packets].reverse()) relay(onEthereum, packet)
    expect(balance(cosmos.view, 'bob', 'acdai')).toBe(6n)
    expect(sentPackets(ethereum.view, onEthereum.ref)).toEqual([])
  })
})

describe('refunds', () => {
  it('gives back after a timeout, once', () => {
    const { ethereum, cosmos, onEthereum } = pegzone()
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 7n, inNs: HOUR }))
    cosmos.block(HOUR)
    expect(onEthereum.timeout(packet)).toMatchObject({ rejection: { code: 'IBC_CONSENSUS_NOT_FOUND' } })
    onEthereum.update()
    expect(onEthereum.timeout(packet)).toEqual(ok({ result: 'success' }))
    expect(balance(ethereum.view, 'alice', 'dai')).toBe(1_000_000n)
    expect(onEthereum.timeout(packet)).toEqual(ok({ result: 'noop' }))
    expect(onEthereum.counterparty.recv(packet)).toMatchObject({ rejection: { code: 'IBC_TIMEOUT_ELAPSED' } })
    expect(balance(ethereum.view, 'alice', 'dai')).toBe(1_000_000n)
    expect(ethereum.events.at(-1)).toMatchObject({ type: 'timeout', refundReceiver: 'alice', refundAmount: 7n })
  })

  it('mints again what was burned, by a solo machine that dates itself past the timeout first', () => {
    const { cosmos, onEthereum, onCosmos } = pegzone()
    relay(onEthereum, sent(transfer(onEthereum, { denom: 'ixos', amount: 9n })))
    const packet = sent(transfer(onCosmos, { denom: 'acixos', amount: 9n, sender: 'bob' }))
    onEthereum.chain.block(2n * HOUR)
    // The stored time decides, not that of the proof itself (cosmos/ibc issue 562).
    expect(onCosmos.timeout(packet)).toMatchObject({ rejection: { code: 'IBC_TIMEOUT_NOT_REACHED' } })
    onCosmos.update()
    expect(onCosmos.timeout(packet)).toEqual(ok({ result: 'success' }))
    expect(balance(cosmos.view, 'bob', 'acixos')).toBe(9n)
    expect(transferBooks(cosmos.view, { ...onCosmos.ref, denom: 'acixos' })).toMatchObject({ sent: 9n, refunded: 9n })
  })

  it('gives back on an error acknowledgement, and the receipt stays', () => {
    const { ethereum, cosmos, onEthereum, onCosmos } = pegzone()
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 7n, receiver: BLOCKED }))
    const root = JSON.stringify(cosmos.rows(['test/']))
    const outcome = onCosmos.recv(packet)
    expect(outcome).toMatchObject({ value: { refused: { code: 'IBC_TRANSFER_BANK_REFUSED' } } })
    expect(JSON.stringify(cosmos.rows(['test/', 'transfer/books']))).toBe(root)
    const ack = acknowledgementOf(cosmos.view, onCosmos.ref, 1n)!
    expect(bytesToUtf8(ack)).toBe('{"error":"ABCI code: 4: error handling packet: see events for details"}')
    // A second relayer with a good proof: nothing changes, not even the solo machine's sequence.
    const { sequence } = soloClient(cosmos.view, onCosmos.clientId)!
    expect(onCosmos.recv(packet)).toEqual(ok({ result: 'noop' }))
    expect(soloClient(cosmos.view, onCosmos.clientId)?.sequence).toBe(sequence)
    expect(onEthereum.acknowledge(packet, ack)).toEqual(ok({ result: 'success' }))
    expect(balance(ethereum.view, 'alice', 'dai')).toBe(1_000_000n)
    expect(onEthereum.acknowledge(packet, ack)).toEqual(ok({ result: 'noop' }))
  })

  it('refuses what it was switched off for', () => {
    const { ethereum, cosmos, onEthereum } = pegzone()
    cosmos.must((state) => ok(setTransferParams(state, { sendEnabled: true, receiveEnabled: false })))
    const ack = relay(onEthereum, sent(transfer(onEthereum, { denom: 'dai', amount: 1n })))
    expect(bytesToUtf8(ack)).toContain('ABCI code: 8:')
    ethereum.must((state) => ok(setTransferParams(state, { sendEnabled: false, receiveEnabled: true })))
    expect(transfer(onEthereum, { denom: 'dai', amount: 1n })).toMatchObject({
      rejection: { code: 'IBC_TRANSFER_SEND_DISABLED' },
    })
  })
})

describe('packets that are held', () => {
  function held() {
    const world = pegzone({ holds: true })
    const { onEthereum, onCosmos, cosmos } = world
    relay(onEthereum, sent(transfer(onEthereum, { denom: 'ixo', amount: 100n })))
    cosmos.must((state) => ok(credit(state, 'bob', 'acixo', 1000n)))
    // K = 150, P = 50: 100 are releasable.
    const own = sent(transfer(onEthereum, { denom: 'ixo', amount: 50n }))
    const first = sent(transfer(onCosmos, { denom: 'acixo', amount: 120n, sender: 'bob', receiver: 'first' }))
    const second = sent(transfer(onCosmos, { denom: 'acixo', amount: 10n, sender: 'bob', receiver: 'second' }))
    return { ...world, own, first, second, lane: { ...onEthereum.ref, denom: 'ixo' } }
  }

  it('wait without acknowledgement, in order, until own sends settle', () => {
    const { ethereum, cosmos, onEthereum, onCosmos, own, first, second, lane } = held()
    for (const packet of [first, second])
      expect(onEthereum.recv(packet)).toEqual(ok({ result: 'success', acknowledgement: undefined }))
    // 10 alone would fit; nobody overtakes.
    expect(transferBooks(ethereum.view, lane)).toMatchObject({ escrowed: 150n, held: 130n, heldCount: 2, received: 0n })
    expect(pendingOf(transferBooks(ethereum.view, lane))).toBe(50n)
    expect([...heldTransfers(ethereum.view, lane)].map(({ account }) => account)).toEqual(['first', 'second'])
    expect(deferredPackets(ethereum.view, lane)).toEqual([first, second])
    expect(acknowledgementOf(ethereum.view, lane, first.sequence)).toBeUndefined()
    expect(onEthereum.recv(first)).toEqual(ok({ result: 'noop' }))
    const release = () => ethereum.must((state, host) => ethereum.transfer.releaseHeld(state, host, lane))
    expect(release()).toEqual({ released: 0 })

    relay(onEthereum, own)
    expect(release()).toEqual({ released: 2 })
    expect(balance(ethereum.view, 'first', 'ixo')).toBe(120n)
    expect(transferBooks(ethereum.view, lane)).toMatchObject({ escrowed: 20n, held: 0n, heldCount: 0, received: 130n })
    for (const packet of [first, second]) {
      const ack = acknowledgementOf(ethereum.view, lane, packet.sequence)!
      expect(onCosmos.acknowledge(packet, ack)).toEqual(ok({ result: 'success' }))
    }
    expect(sentPackets(cosmos.view, onCosmos.ref)).toEqual([])
  })

  it('can be refused, oldest first, and refunded', () => {
    const { ethereum, cosmos, onEthereum, onCosmos, first, second, lane } = held()
    for (const packet of [first, second]) onEthereum.recv(packet)
    const cause = { code: 'TEST_EXPIRED', abciCode: 9 }
    const refused = ethereum.must((state, host) => ethereum.transfer.refuseHeld(state, host, lane, cause))
    expect(refused.packet).toEqual(first)
    const before = balance(cosmos.view, 'bob', 'acixo')
    const ack = acknowledgementOf(ethereum.view, lane, first.sequence)!
    expect(bytesToUtf8(ack)).toContain('ABCI code: 9:')
    expect(onCosmos.acknowledge(first, ack)).toEqual(ok({ result: 'success' }))
    expect(balance(cosmos.view, 'bob', 'acixo')).toBe(before + 120n)
    expect(transferBooks(ethereum.view, lane)).toMatchObject({ held: 10n, heldCount: 1 })
    // Nothing held is nothing to refuse.
    ethereum.must((state, host) => ethereum.transfer.releaseHeld(state, host, lane))
    expect(ethereum.run((state, host) => ethereum.transfer.refuseHeld(state, host, lane, cause))).toMatchObject({
      rejection: { code: 'IBC_TRANSFER_NOTHING_HELD' },
    })
  })

  it('get an error acknowledgement if the bank refuses at the release', () => {
    const { ethereum, onEthereum, onCosmos, own, first, lane } = held()
    onEthereum.recv(first)
    relay(onEthereum, own)
    // The escrow is lost meanwhile (X of protocol.md §4).
    ethereum.must((state) => ok(credit(state, ESCROW, 'ixo', -150n)))
    expect(ethereum.must((state, host) => ethereum.transfer.releaseHeld(state, host, lane, 1))).toEqual({ released: 1 })
    const ack = acknowledgementOf(ethereum.view, lane, first.sequence)!
    expect(bytesToUtf8(ack)).toContain('ABCI code: 5:')
    expect(onCosmos.acknowledge(first, ack)).toEqual(ok({ result: 'success' }))
  })
})

describe('what a relayer reads from the store alone', () => {
  it('lists packets and acknowledgements in sequence order, from a sequence, with a limit', () => {
    const { ethereum, cosmos, onEthereum, onCosmos } = pegzone()
    const packets = Array.from({ length: 12 }, (_, i) =>
      sent(transfer(onEthereum, { denom: 'dai', amount: 1n, receiver: i === 4 ? BLOCKED : 'bob' })),
    )
    const { ref } = onEthereum
    expect(sentPackets(ethereum.view, ref, 3n, 4).map(({ packet }) => packet)).toEqual(packets.slice(2, 6))
    expect(sentPackets(ethereum.view, ref)[0]).toMatchObject({ height: 1n, packet: packets[0] })
    const sequences = packets.map(({ sequence }) => sequence)
    for (const index of [10, 4, 1]) received(onCosmos, packets[index]!)
    expect(unreceivedPackets(cosmos.view, onCosmos.ref, sequences)).toEqual(
      sequences.filter((n) => ![2n, 5n, 11n].includes(n)),
    )
    expect(acknowledgements(cosmos.view, onCosmos.ref).map(([n]) => n)).toEqual([2n, 5n, 11n])
    expect(acknowledgements(cosmos.view, onCosmos.ref, 3n, 1).map(([n]) => n)).toEqual([5n])
    onEthereum.acknowledge(packets[1]!, SUCCESS_ACK)
    expect(unreceivedAcks(ethereum.view, ref, [2n, 5n])).toEqual([5n])
  })

  it('hands out the packet with the very bytes that were committed to', () => {
    const { ethereum, onEthereum } = pegzone()
    const packet = sent(transfer(onEthereum, { denom: 'dai', amount: 1n, memo: 'é' }))
    ethereum.block()
    const again = sentPackets(ethereum.view, onEthereum.ref)[0]!.packet
    expect(again.data).toEqual(packet.data)
    expect(again.data).toEqual(utf8ToBytes('{"amount":"1","denom":"dai","memo":"é","receiver":"bob","sender":"alice"}'))
  })
})
