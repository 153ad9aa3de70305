import type { BooksData, HeadsData, PacketData, SnapshotData, StatusData } from '@pegzone/api'

const address = `0x${'ab'.repeat(20)}`

export const status: StatusData = {
  schemaVersion: 1,
  pid: 4711,
  preset: 'example',
  crypto: { secp256k1: 'native', keccak: 'wasm' },
  ethereum: {
    rpc: 'http://127.0.0.1:8545',
    ws: 'ws://127.0.0.1:8545',
    chainId: 31337,
    contracts: {
      DAI: address,
      IXO: address,
      IXOS: address,
      MarketMaker: address,
      Brokerage: address,
      PegBridge: address,
    },
  },
  cosmos: {
    rpc: 'http://127.0.0.1:26657',
    ws: 'ws://127.0.0.1:26657/websocket',
    rest: 'http://127.0.0.1:1317',
    chainId: 'pegzone-1',
    prefix: 'ixo',
    channel: 'channel-0',
    denoms: { cDAI: 'acdai', cIXO: 'acixo', cIXOS: 'acixos' },
  },
  admin: 'http://127.0.0.1:4747',
  mnemonic: 'test test test test test test test test test test test junk',
  accounts: [{ name: 'alice', ethereum: address, cosmos: 'ixo1alice' }],
}

export const packet: PacketData = {
  id: 'ethereum/channel-0/1',
  source: 'ethereum',
  channel: 'channel-0',
  sequence: 1,
  state: 'acknowledged',
  denom: 'ixo',
  amount: '50000000000000000000',
  sender: address,
  receiver: 'ixo1alice',
  timeoutTimestamp: '0',
  steps: [{ state: 'sent', side: 'ethereum', height: 3, timeNs: '1700000000000000000', tx: '0x00' }],
}

export const books: BooksData = {
  at: { ethereum: 3, cosmos: 4 },
  lanes: [
    {
      lane: 'ixo',
      escrow: '50',
      vouchers: '50',
      inFlight: '0',
      minted: '0',
      burned: '0',
      unbacked: '0',
      paidUnbacked: '0',
      retired: '0',
      topUp: '0',
      lost: '0',
      spunDown: '-7',
      unbackedSupply: '0',
      balanced: true,
    },
  ],
}

export const heads: HeadsData = {
  ethereum: { side: 'ethereum', height: 3, hash: '0x01', timeNs: '1700000000000000000', transactions: 1 },
  cosmos: null,
}

export const snapshot: SnapshotData = { status, heads, packets: [packet], books }
