import { utf8ToBytes } from '@pegzone/encoding'
import { createLedger } from '@pegzone/ledger'
import { BaseAccount, ModuleAccount } from 'cosmjs-types/cosmos/auth/v1beta1/auth'
import { QueryClientImpl as AuthClient } from 'cosmjs-types/cosmos/auth/v1beta1/query'
import { QueryClientImpl as BankClient } from 'cosmjs-types/cosmos/bank/v1beta1/query'
import { ServiceClientImpl as NodeClient } from 'cosmjs-types/cosmos/base/tendermint/v1beta1/query'
import { ServiceClientImpl as TxClient } from 'cosmjs-types/cosmos/tx/v1beta1/service'
import { DenomTrace } from 'cosmjs-types/ibc/applications/transfer/v1/denomtrace'
import { QueryClientImpl as TransferClient } from 'cosmjs-types/ibc/applications/transfer/v1/query'
import { QueryClientImpl as ChannelClient } from 'cosmjs-types/ibc/core/channel/v1/query'
import { QueryClientImpl as IbcClient } from 'cosmjs-types/ibc/core/client/v1/query'
import { QueryClientImpl as ConnectionClient } from 'cosmjs-types/ibc/core/connection/v1/query'
import { describe, expect, test } from 'vitest'
import { createCosmos, escrowAccount, moduleAddress } from '../src/index.ts'
import { incoming, openMockChannel, recv, transfer } from './ibc-support.ts'
import {
  alice,
  bob,
  CHAIN_ID,
  clients,
  coin,
  dave,
  deliver,
  genesisOf,
  PREFIX,
  send,
  sign,
  startChain,
  type TestChain,
} from './support.ts'
import { assemble } from './tx-parts.ts'

/** The transport of CosmJS's query clients, over `query`, with its error text. */
function rpc({ chain }: TestChain, height = 0) {
  return {
    async request(service: string, method: string, data: Uint8Array): Promise<Uint8Array> {
      const answer = await chain.query(`/${service}/${method}`, data, height)
      if (answer.code !== 0) throw new Error(`Query failed with (${answer.code}): ${answer.log}`)
      return answer.value
    },
  }
}

const page = { key: new Uint8Array(0), offset: 0n, limit: 0n, countTotal: false, reverse: false }

describe('auth', () => {
  test('accounts of people and modules', async () => {
    const t = startChain()
    const auth = new AuthClient(rpc(t))
    const { account } = await auth.Account({ address: alice.address })
    expect(account!.typeUrl).toBe('/cosmos.auth.v1beta1.BaseAccount')
    expect(BaseAccount.decode(account!.value)).toMatchObject({
      address: alice.address,
      accountNumber: 0n,
      sequence: 0n,
    })
    deliver(t, sign([send(dave.address, [coin(1)])]))
    const { info } = await auth.AccountInfo({ address: alice.address })
    expect(info).toMatchObject({ sequence: 1n, pubKey: { typeUrl: '/cosmos.crypto.secp256k1.PubKey' } })
    await expect(auth.Account({ address: bob.address.replace('ixo', 'cosmos') })).rejects.toThrow(/\(18\)/)
    const stranger = escrowAccount({ portId: 'x', channelId: 'channel-9' }, PREFIX)
    await expect(auth.Account({ address: stranger })).rejects.toThrow(
      `Query failed with (22): rpc error: code = NotFound desc = account ${stranger} not found: key not found`,
    )
    const modules = await auth.ModuleAccounts()
    expect(modules.accounts.map(({ value }) => ModuleAccount.decode(value).name)).toEqual(['fee_collector', 'transfer'])
    expect(await auth.Bech32Prefix()).toEqual({ bech32Prefix: PREFIX })
    expect((await auth.Params()).params).toMatchObject({ maxMemoCharacters: 256n, txSigLimit: 7n })
    expect((await auth.AccountAddressByID({ id: 0n, accountId: 1n })).accountAddress).toBe(bob.address)
    const { addressBytes } = await auth.AddressStringToBytes({ addressString: bob.address })
    expect((await auth.AddressBytesToString({ addressBytes })).addressString).toBe(bob.address)
    expect((await auth.ModuleAccountByName({ name: 'transfer' })).account).toBeDefined()
  })

  test('pages', async () => {
    const auth = new AuthClient(rpc(startChain()))
    const first = await auth.Accounts({ pagination: { ...page, limit: 2n, countTotal: true } })
    expect(first.accounts).toHaveLength(2)
    expect(first.pagination!.total).toBe(5n)
    const rest = await auth.Accounts({ pagination: { ...page, key: first.pagination!.nextKey } })
    expect(rest.accounts).toHaveLength(3)
    expect(rest.pagination!.nextKey).toHaveLength(0)
    const back = await auth.Accounts({ pagination: { ...page, limit: 4n, reverse: true } })
    const last = await auth.Accounts({ pagination: { ...page, key: back.pagination!.nextKey, reverse: true } })
    expect(last.accounts).toEqual([first.accounts[0]])
    await expect(auth.Accounts({ pagination: { ...page, offset: 1n, key: utf8ToBytes('x') } })).rejects.toThrow(
      /\(18\)/,
    )
  })
})

describe('bank', () => {
  test('balances, supply, metadata, owners', async () => {
    const t = startChain()
    const bank = new BankClient(rpc(t))
    expect((await bank.Balance({ address: alice.address, denom: 'acixo' })).balance).toEqual(coin(5_000_000))
    expect((await bank.Balance({ address: dave.address, denom: 'acixo' })).balance).toEqual(coin(0))
    const all = await bank.AllBalances({ address: alice.address, resolveDenom: false })
    expect(all.balances).toEqual([coin(1_000_000, 'acdai'), coin(5_000_000)])
    expect(await bank.SpendableBalances({ address: alice.address })).toMatchObject({ balances: all.balances })
    expect((await bank.TotalSupply({})).supply).toEqual([coin(3_000_000, 'acdai'), coin(15_000_000)])
    expect((await bank.SupplyOf({ denom: 'acixo' })).amount).toEqual(coin(15_000_000))
    expect((await bank.SupplyOf({ denom: 'none' })).amount).toEqual(coin(0, 'none'))
    expect((await bank.DenomMetadata({ denom: 'acixo' })).metadata).toMatchObject({
      base: 'acixo',
      display: 'cIXO',
      denomUnits: [
        { denom: 'acixo', exponent: 0 },
        { denom: 'cIXO', exponent: 18 },
      ],
    })
    await expect(bank.DenomMetadata({ denom: 'none' })).rejects.toThrow(/\(22\).*NotFound/)
    expect((await bank.DenomsMetadata({})).metadatas).toHaveLength(2)
    const owners = await bank.DenomOwners({ denom: 'acixo', pagination: { ...page, limit: 2n, countTotal: true } })
    expect(owners.denomOwners).toHaveLength(2)
    expect(owners.pagination!.total).toBe(3n)
    expect((await bank.Params()).params!.defaultSendEnabled).toBe(true)
    await expect(bank.Balance({ address: alice.address, denom: '!' })).rejects.toThrow(/\(18\).*invalid denom/)
  })

  test('at earlier heights', async () => {
    const t = startChain()
    for (let i = 0n; i < 3n; i++) deliver(t, sign([send(dave.address, [coin(10)])], { sequence: i }))
    const heights = await Promise.all(
      [0, 1, 2, 3].map(async (height) => {
        const { balance } = await new BankClient(rpc(t, height)).Balance({ address: dave.address, denom: 'acixo' })
        return balance!.amount
      }),
    )
    expect(heights).toEqual(['30', '10', '20', '30'])
    const path = '/cosmos.bank.v1beta1.Query/TotalSupply'
    expect(await t.chain.query(path, new Uint8Array(0), 2)).toMatchObject({ code: 0, height: 2 })
    expect(await t.chain.query(path, new Uint8Array(0), 4)).toMatchObject({ code: 26, codespace: 'sdk' })
    expect(await t.chain.query('/no.such.Query/Path', new Uint8Array(0))).toMatchObject({ code: 6 })
    expect(await t.chain.query(path, Uint8Array.of(255, 255))).toMatchObject({ code: 18 })
  })

  test('pruned heights say so', async () => {
    const ledger = createLedger({ history: 1 })
    const chain = createCosmos({ ledger, chainId: CHAIN_ID, prefix: PREFIX, clients })
    expect(chain.initGenesis(genesisOf())).toMatchObject({ ok: true })
    for (let i = 1n; i <= 4n; i++) chain.produce(ledger.head.timeNs + 1n)
    const answer = await chain.query('/cosmos.bank.v1beta1.Query/TotalSupply', new Uint8Array(0), 1)
    expect(answer).toMatchObject({ code: 38, log: expect.stringContaining('latest height: 4') })
  })
})

describe('tx and node', () => {
  test('simulation needs no signature and estimates what delivery uses', async () => {
    const t = startChain()
    const service = new TxClient(rpc(t))
    const simulated = assemble({ signatures: [new Uint8Array(0)], mode: 0, gas: 0n, fee: [] })
    const { gasInfo, result } = await service.Simulate({ txBytes: simulated })
    expect(gasInfo!.gasWanted).toBe((1n << 64n) - 1n)
    expect(result!.events.some(({ type }) => type === 'transfer')).toBe(true)
    const used = deliver(t, assemble({ fee: [] })).gasUsed
    expect(Number(gasInfo!.gasUsed - used)).toBeLessThan(1500)
    expect(gasInfo!.gasUsed).toBeGreaterThan(60_000n)
    await expect(service.Simulate({ txBytes: simulated })).rejects.toThrow(
      /account sequence mismatch, expected 1, got 0/,
    )
    const failing = assemble({
      msgs: [send(dave.address, [coin(10 ** 9)])],
      sequence: 1n,
      mode: 0,
      signatures: [new Uint8Array(0)],
    })
    await expect(service.Simulate({ txBytes: failing })).rejects.toThrow(/failed to execute message; message index: 0/)
  })

  test('GetTx and GetTxsEvent', async () => {
    const t = startChain()
    const raw = sign([send(dave.address, [coin(4)])], { memo: 'hello' })
    deliver(t, raw)
    const service = new TxClient(rpc(t))
    const hash = (await t.chain.block(1))!.txHashes[0]!
    const found = await service.GetTx({ hash: Buffer.from(hash).toString('hex') })
    expect(found.tx!.body!.memo).toBe('hello')
    expect(found.txResponse).toMatchObject({ height: 1n, code: 0, timestamp: '2023-11-14T22:13:21Z' })
    await expect(service.GetTx({ hash: '00'.repeat(32) })).rejects.toThrow(/\(22\)/)
    const request = { events: [], page: 0n, limit: 0n, orderBy: 0 }
    const query = `transfer.recipient='${dave.address}' AND tx.height=1`
    expect((await service.GetTxsEvent({ ...request, query })).total).toBe(1n)
  })

  test('node info and blocks', async () => {
    const t = startChain()
    const node = new NodeClient(rpc(t))
    await expect(node.GetLatestBlock({})).rejects.toThrow(/\(22\)/)
    t.block()
    expect((await node.GetNodeInfo({})).defaultNodeInfo!.network).toBe(CHAIN_ID)
    expect((await node.GetLatestBlock({})).block!.header.height).toBe(1n)
    expect((await node.GetBlockByHeight({ height: 1n })).blockId!.hash).toEqual((await t.chain.block(1))!.hash)
    expect((await node.GetSyncing({})).syncing).toBe(false)
  })
})

describe('ibc', () => {
  const t = startChain(genesisOf(), { setUpIbc: openMockChannel })
  deliver(
    t,
    sign([transfer('3', 'acixo'), recv(incoming(1n, 'ixo', '5')), recv(incoming(2n, 'weth', '6'))], { gas: 900_000n }),
  )
  const ids = { portId: 'transfer', channelId: 'channel-0' }

  test('clients and connections', async () => {
    const client = new IbcClient(rpc(t))
    expect((await client.ClientState({ clientId: 'mock-0' })).clientState!.typeUrl).toMatch(/mock/)
    expect((await client.ClientStates({})).clientStates.map(({ clientId }) => clientId)).toEqual(['mock-0'])
    expect(await client.ClientStatus({ clientId: 'mock-0' })).toEqual({ status: 'Active' })
    expect((await client.ClientParams({})).params!.allowedClients).toEqual(['*'])
    expect((await client.ConsensusStateHeights({ clientId: 'mock-0' })).consensusStateHeights).toHaveLength(1)
    await expect(client.ClientState({ clientId: 'mock-9' })).rejects.toThrow(/\(22\)/)
    const connection = new ConnectionClient(rpc(t))
    expect((await connection.Connection({ connectionId: 'connection-0' })).connection).toMatchObject({
      clientId: 'mock-0',
      counterparty: { clientId: 'attestation-0' },
    })
    expect((await connection.Connections({})).connections).toHaveLength(1)
    expect((await connection.ClientConnections({ clientId: 'mock-0' })).connectionPaths).toEqual(['connection-0'])
    expect(
      (await connection.ConnectionClientState({ connectionId: 'connection-0' })).identifiedClientState!.clientId,
    ).toBe('mock-0')
  })

  test('channels and packets', async () => {
    const channel = new ChannelClient(rpc(t))
    const { channel: end } = await channel.Channel(ids)
    expect(end).toMatchObject({ version: 'ics20-1', connectionHops: ['connection-0'], counterparty: ids })
    expect((await channel.Channels({})).channels[0]).toMatchObject(ids)
    expect((await channel.ConnectionChannels({ connection: 'connection-0' })).channels).toHaveLength(1)
    expect((await channel.ChannelClientState(ids)).identifiedClientState!.clientId).toBe('mock-0')
    expect((await channel.PacketCommitments(ids)).commitments.map(({ sequence }) => sequence)).toEqual([1n])
    expect((await channel.PacketCommitment({ ...ids, sequence: 1n })).commitment).toHaveLength(32)
    expect((await channel.PacketReceipt({ ...ids, sequence: 2n })).received).toBe(true)
    const acks = await channel.PacketAcknowledgements({ ...ids, packetCommitmentSequences: [] })
    expect(acks.acknowledgements.map(({ sequence }) => sequence)).toEqual([1n, 2n])
    expect((await channel.PacketAcknowledgement({ ...ids, sequence: 1n })).acknowledgement).toHaveLength(32)
    const unreceived = await channel.UnreceivedPackets({ ...ids, packetCommitmentSequences: [1n, 2n, 3n] })
    expect(unreceived.sequences).toEqual([3n])
    expect((await channel.UnreceivedAcks({ ...ids, packetAckSequences: [1n, 2n] })).sequences).toEqual([1n])
    expect((await channel.NextSequenceReceive(ids)).nextSequenceReceive).toBe(1n)
    expect((await channel.NextSequenceSend(ids)).nextSequenceSend).toBe(2n)
    await expect(channel.Channel({ ...ids, channelId: 'channel-7' })).rejects.toThrow(
      /channel not found.*key not found/,
    )
  })

  test('denoms of transfer, in the old and the new form', async () => {
    const client = new TransferClient(rpc(t))
    expect((await client.Params({})).params).toEqual({ sendEnabled: true, receiveEnabled: true })
    const { denoms } = await client.Denoms({})
    expect(denoms.map(({ base }) => base)).toEqual(['dai', 'ixo', 'weth'])
    const { hash } = await client.DenomHash({ trace: 'transfer/channel-0/weth' })
    expect((await client.Denom({ hash: `ibc/${hash}` })).denom).toEqual({ base: 'weth', trace: [ids] })
    const old = await t.chain.query(
      '/ibc.applications.transfer.v1.Query/DenomTrace',
      Uint8Array.from([10, hash.length, ...utf8ToBytes(hash)]),
    )
    expect(DenomTrace.decode(old.value.subarray(2))).toEqual({ path: 'transfer/channel-0', baseDenom: 'weth' })
    expect(await t.chain.query('/ibc.applications.transfer.v1.Query/DenomTraces', new Uint8Array(0))).toMatchObject({
      code: 0,
    })
    const { escrowAddress } = await client.EscrowAddress(ids)
    expect(escrowAddress).toBe(escrowAccount(ids, PREFIX))
    expect((await client.TotalEscrowForDenom({ denom: 'acixo' })).amount).toEqual(coin(0))
    expect(moduleAddress('transfer', PREFIX)).toMatch(/^ixo1/)
  })
})
