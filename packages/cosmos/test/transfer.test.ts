import { bytesToUtf8, toHex } from '@pegzone/encoding'
import { ackCommitment, errorAck, type Packet, SUCCESS_ACK, transferBooks, voucherDenom } from '@pegzone/ibc'
import { TxMsgData } from 'cosmjs-types/cosmos/base/abci/v1beta1/abci'
import { MsgTransferResponse } from 'cosmjs-types/ibc/applications/transfer/v1/tx'
import { MsgRecvPacketResponse, ResponseResultType } from 'cosmjs-types/ibc/core/channel/v1/tx'
import { describe, expect, test } from 'vitest'
import { balanceOf, type CosmosEvent, escrowAccount, moduleAddress, supplyOf } from '../src/index.ts'
import { ack, incoming, NO_HEIGHT, openMockChannel, recv, timeout, tokenData, transfer, update } from './ibc-support.ts'
import {
  alice,
  bob,
  deliver,
  GENESIS_TIME,
  genesisOf,
  PREFIX,
  SECOND,
  sign,
  startChain,
  type TestChain,
} from './support.ts'

const RECEIVER = '0x00000000000000000000000000000000000000aa'

function open(): TestChain & { next: bigint } {
  return Object.assign(startChain(genesisOf(), { setUpIbc: openMockChannel }), { next: 0n })
}

function run(t: ReturnType<typeof open>, ...msgs: { typeUrl: string; value: Uint8Array }[]) {
  return deliver(t, sign(msgs, { sequence: t.next++, gas: 1_000_000n }))
}

function attribute(events: readonly CosmosEvent[], type: string, key: string): string | undefined {
  const found = events.find((each) => each.type === type && each.attributes.some((a) => a.key === key))
  return found?.attributes.find((a) => a.key === key)?.value
}

function sent(denom: string, amount: string, timeoutTimestamp = GENESIS_TIME + 60n * SECOND): Packet {
  return {
    sequence: 1n,
    sourcePort: 'transfer',
    sourceChannel: 'channel-0',
    destinationPort: 'transfer',
    destinationChannel: 'channel-0',
    data: tokenData(denom, amount, alice.address, RECEIVER),
    timeoutHeight: NO_HEIGHT,
    timeoutTimestamp,
  }
}

describe('sending', () => {
  test('burns a registered voucher, and shows the packet as ibc-go v8 does', () => {
    const t = open()
    const result = run(t, transfer('40', 'acixo'))
    expect(result).toMatchObject({ code: 0, log: '' })
    expect(result.gasUsed).toBeGreaterThan(95_000n)
    expect(result.gasUsed).toBeLessThan(115_000n)
    expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(4_999_960n)
    expect(supplyOf(t.ledger.latest, 'acixo')).toBe(14_999_960n)
    const packet = result.events.find(({ type }) => type === 'send_packet')!
    const data = `{"amount":"40","denom":"transfer/channel-0/ixo","receiver":"${RECEIVER}","sender":"${alice.address}"}`
    expect(packet.attributes).toEqual([
      { key: 'packet_data', value: data },
      { key: 'packet_data_hex', value: toHex(new TextEncoder().encode(data)) },
      { key: 'packet_timeout_height', value: '0-0' },
      { key: 'packet_timeout_timestamp', value: String(GENESIS_TIME + 60n * SECOND) },
      { key: 'packet_sequence', value: '1' },
      { key: 'packet_src_port', value: 'transfer' },
      { key: 'packet_src_channel', value: 'channel-0' },
      { key: 'packet_dst_port', value: 'transfer' },
      { key: 'packet_dst_channel', value: 'channel-0' },
      { key: 'packet_channel_ordering', value: 'ORDER_UNORDERED' },
      { key: 'packet_connection', value: 'connection-0' },
      { key: 'connection_id', value: 'connection-0' },
      { key: 'msg_index', value: '0' },
    ])
    expect(attribute(result.events, 'ibc_transfer', 'denom')).toBe('acixo')
    expect(attribute(result.events, 'burn', 'burner')).toBe(moduleAddress('transfer', PREFIX))
    const [response] = TxMsgData.decode(result.data).msgResponses
    expect(response!.typeUrl).toBe('/ibc.applications.transfer.v1.MsgTransferResponse')
    expect(MsgTransferResponse.decode(response!.value).sequence).toBe(1n)
  })

  test('escrows a native denom, returns it on a timeout and refuses it before', () => {
    const genesis = genesisOf()
    const t = Object.assign(startChain({ ...genesis, denoms: [] }, { setUpIbc: openMockChannel }), { next: 0n })
    expect(run(t, transfer('40', 'acixo'))).toMatchObject({ code: 0 })
    const escrow = escrowAccount({ portId: 'transfer', channelId: 'channel-0' }, PREFIX)
    expect(balanceOf(t.ledger.latest, escrow, 'acixo')).toBe(40n)
    expect(
      transferBooks(t.ledger.latest, { portId: 'transfer', channelId: 'channel-0', denom: 'acixo' }),
    ).toMatchObject({
      escrowed: 40n,
      sent: 40n,
    })
    const packet = sent('acixo', '40')
    const early = run(t, timeout(packet, 7n))
    expect(early).toMatchObject({ code: 14, codespace: 'channel' })
    expect(early.log).toMatch(/^failed to execute message; message index: 0: .*: packet timeout$/)
    const done = run(t, update(8n, GENESIS_TIME + 61n * SECOND), timeout(packet, 8n))
    expect(done).toMatchObject({ code: 0 })
    expect(attribute(done.events, 'timeout', 'refund_receiver')).toBe(alice.address)
    expect(balanceOf(t.ledger.latest, escrow, 'acixo')).toBe(0n)
    expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(5_000_000n)
  })

  test.each([
    ['an amount of nothing', transfer('0', 'acixo'), 'ibc', 3],
    ['a signed amount', transfer('-1', 'acixo'), 'ibc', 6],
    ['no receiver', transfer('1', 'acixo', { receiver: ' ' }), 'ibc', 5],
    ['a receiver too long', transfer('1', 'acixo', { receiver: 'r'.repeat(2049) }), 'ibc', 5],
    ['a memo too long', transfer('1', 'acixo', { memo: 'm'.repeat(32_769) }), 'transfer', 11],
  ])('CheckTx refuses %s', (_what, msg, codespace, code) => {
    const t = open()
    expect(t.chain.checkTx(sign([msg], { gas: 9_000_000n }))).toMatchObject({ code, codespace })
  })

  test.each([
    ['more than the sender has', transfer('99999999', 'acixo'), 'sdk', 5],
    ['an unknown voucher', transfer('1', voucherDenom('transfer/channel-0/none')), 'transfer', 6],
    ['a timeout in the past', transfer('1', 'acixo', { timeoutTimestamp: GENESIS_TIME }), 'channel', 14],
  ])('delivery refuses %s', (_what, msg, codespace, code) => {
    const t = open()
    expect(run(t, msg)).toMatchObject({ code, codespace })
  })

  test('an error acknowledgement mints the burned tokens again, a success leaves them burned', () => {
    const t = open()
    run(t, transfer('40', 'acixo'))
    const error = errorAck(5)
    const packet = sent('transfer/channel-0/ixo', '40')
    const refunded = run(t, ack(packet, error, ackCommitment(error)))
    expect(refunded).toMatchObject({ code: 0 })
    expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(5_000_000n)
    run(t, transfer('7', 'acixo'))
    const second = { ...sent('transfer/channel-0/ixo', '7'), sequence: 2n }
    expect(run(t, ack(second, SUCCESS_ACK, ackCommitment(SUCCESS_ACK)))).toMatchObject({ code: 0 })
    expect(balanceOf(t.ledger.latest, alice.address, 'acixo')).toBe(4_999_993n)
    expect(supplyOf(t.ledger.latest, 'acixo')).toBe(14_999_993n)
  })
})

describe('receiving', () => {
  test('mints the friendly denom of a registered trace', () => {
    const t = open()
    const result = run(t, recv(incoming(1n, 'ixo', '12')))
    expect(result).toMatchObject({ code: 0 })
    expect(balanceOf(t.ledger.latest, bob.address, 'acixo')).toBe(5_000_012n)
    expect(supplyOf(t.ledger.latest, 'acixo')).toBe(15_000_012n)
    expect(attribute(result.events, 'write_acknowledgement', 'packet_ack')).toBe('{"result":"AQ=="}')
    expect(attribute(result.events, 'fungible_token_packet', 'success')).toBe('true')
    expect(attribute(result.events, 'recv_packet', 'packet_sequence')).toBe('1')
    expect(attribute(result.events, 'message', 'module')).toBe('ibc_channel')
  })

  test('mints the standard voucher of an unknown trace, with metadata', async () => {
    const t = open()
    const result = run(t, recv(incoming(1n, 'weth', '3')))
    const denom = voucherDenom('transfer/channel-0/weth')
    expect(balanceOf(t.ledger.latest, bob.address, denom)).toBe(3n)
    expect(attribute(result.events, 'denomination_trace', 'denom')).toBe(denom)
  })

  test('a packet twice in one block is done once; alone it is refused by CheckTx', () => {
    const t = open()
    const packet = incoming(1n, 'ixo', '12')
    expect(t.chain.checkTx(sign([recv(packet)], { sequence: 0n }))).toMatchObject({ code: 0 })
    expect(t.chain.checkTx(sign([recv(packet)], { sequence: 1n }))).toMatchObject({ code: 0 })
    const { results } = t.block()
    const answers = results.map(({ data }) =>
      MsgRecvPacketResponse.decode(TxMsgData.decode(data).msgResponses[0]!.value),
    )
    expect(answers.map(({ result }) => result)).toEqual([
      ResponseResultType.RESPONSE_RESULT_TYPE_SUCCESS,
      ResponseResultType.RESPONSE_RESULT_TYPE_NOOP,
    ])
    expect(balanceOf(t.ledger.latest, bob.address, 'acixo')).toBe(5_000_012n)
    expect(t.chain.checkTx(sign([recv(packet)], { sequence: 2n }))).toMatchObject({
      code: 22,
      codespace: 'channel',
      log: 'packet messages are redundant',
    })
    const mixed = sign([update(8n, GENESIS_TIME + 6n * SECOND), recv(packet), recv(incoming(2n, 'ixo', '1'))], {
      sequence: 2n,
      gas: 1_000_000n,
    })
    expect(t.chain.checkTx(mixed)).toMatchObject({ code: 0 })
    const onlyUpdate = sign([update(9n, GENESIS_TIME + 7n * SECOND)], { sequence: 3n })
    expect(t.chain.checkTx(onlyUpdate)).toMatchObject({ code: 0 })
  })

  test('a receiver that may not receive gets the error acknowledgement, and the packet is settled', () => {
    const t = open()
    const blocked = run(t, recv(incoming(1n, 'ixo', '12', moduleAddress('fee_collector', PREFIX))))
    expect(blocked).toMatchObject({ code: 0 })
    expect(attribute(blocked.events, 'write_acknowledgement', 'packet_ack')).toBe(bytesToUtf8(errorAck(2)))
    const malformed = run(t, recv(incoming(2n, 'ixo', '12', 'cosmos1xyz')))
    expect(attribute(malformed.events, 'write_acknowledgement', 'packet_ack')).toBe(bytesToUtf8(errorAck(1)))
    expect(supplyOf(t.ledger.latest, 'acixo')).toBe(15_000_000n)
  })
})
