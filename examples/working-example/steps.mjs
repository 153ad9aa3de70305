// The working example of the peg zone, step by step. Each step asserts every balance it moves, to the base unit, and can
// be run against the same world after a restart: nothing is kept between steps but the names of the accounts.
import { strict as assert } from 'node:assert'
import { until } from './chains.mjs'

const token = 10n ** 18n
const hour = 3600

/** Amounts at the start, from the `example` preset. */
const start = {
  dai: 1_000_000n * token,
  cDai: 1_000_000n * token,
  supply: 2_000_000_000n * token,
  reserve: 200_000_000n * token,
}

/** Whole tokens as text, for people. */
const show = (amount) =>
  `${amount / token}${
    amount % token === 0n
      ? ''
      : `.${String(amount % token)
          .padStart(18, '0')
          .replace(/0+$/, '')}`
  }`

const deadline = () => Math.floor(Date.now() / 1000) + hour
const timeoutNs = () => BigInt(deadline()) * 1_000_000_000n

async function held(contract, address) {
  return contract.balanceOf(address)
}

async function voucher({ cosmos, status }, symbol, address = cosmos.address) {
  return BigInt((await cosmos.client.getBalance(address, status.cosmos.denoms[symbol])).amount)
}

/** Sends and waits for the receipt. */
async function run(promise) {
  const receipt = await (await promise).wait()
  assert.equal(receipt.status, 1)
  return receipt
}

export const steps = [
  {
    name: 'approve, and buy 100 IXO for 10 DAI on the curve',
    async run({ alice, log }) {
      const { contracts, address } = alice.ethereum
      assert.equal(await held(contracts.DAI, address), start.dai)
      await run(contracts.DAI.approve(contracts.MarketMaker.target, 10n * token))
      await run(contracts.MarketMaker.buy(10n * token, 100n * token, deadline()))
      assert.equal(await held(contracts.DAI, address), start.dai - 10n * token)
      assert.equal(await held(contracts.IXO, address), 100n * token)
      assert.equal(await contracts.MarketMaker.supply(), start.supply + 100n * token)
      assert.equal(await contracts.MarketMaker.reserve(), start.reserve + 10n * token)
      log('alice holds', show(100n * token), 'IXO')
    },
  },
  {
    name: 'deposit 50 IXO single-sided into the brokerage, get 50 IXOS',
    async run({ alice, log }) {
      const { contracts, address } = alice.ethereum
      await run(contracts.IXO.approve(contracts.Brokerage.target, 50n * token))
      await run(contracts.Brokerage.depositSingle(50n * token, 0n, 50n * token, deadline()))
      assert.equal(await held(contracts.IXO, address), 50n * token)
      assert.equal(await held(contracts.IXOS, address), 50n * token)
      // 25 of the 50 were burned on the curve for the DAI half.
      assert.deepEqual([...(await contracts.Brokerage.reserves())], [(25n * token) / 10n, 25n * token])
      assert.equal(await contracts.Brokerage.totalVouchers(), 50n * token)
      assert.equal(await contracts.MarketMaker.supply(), start.supply + 75n * token)
      log('the pool holds 2.5 DAI and 25 IXO; alice holds 50 IXOS and 50 IXO')
    },
  },
  {
    name: 'mirror 50 IXOS and 50 IXO to Cosmos',
    async run({ alice }) {
      const { contracts } = alice.ethereum
      const channel = alice.status.cosmos.channel
      for (const symbol of ['IXOS', 'IXO']) {
        const contract = contracts[symbol]
        await run(contract.approve(contracts.PegBridge.target, 50n * token))
        await run(
          contracts.PegBridge.sendTransfer(
            contract.target,
            50n * token,
            alice.cosmos.address,
            channel,
            timeoutNs(),
            '',
          ),
        )
        assert.equal(await held(contract, alice.ethereum.address), 0n)
      }
    },
  },
  {
    name: 'read 50 cIXOS and 50 cIXO by CosmJS',
    async run({ alice, log }) {
      await until('cIXOS', async () => (await voucher(alice, 'cIXOS')) === 50n * token)
      await until('cIXO', async () => (await voucher(alice, 'cIXO')) === 50n * token)
      await settled(alice)
      await books(alice, { IXO: 50n * token, IXOS: 50n * token })
      log(alice.cosmos.address, 'holds 50 cIXOS and 50 cIXO')
    },
  },
  {
    name: 'send 50 cIXO to bob on Cosmos',
    async run({ alice, bob, log }) {
      const coin = { denom: alice.status.cosmos.denoms.cIXO, amount: String(50n * token) }
      const sent = await alice.cosmos.client.sendTokens(alice.cosmos.address, bob.cosmos.address, [coin], 'auto')
      assert.equal(sent.code, 0)
      assert.equal(await voucher(alice, 'cIXO'), 0n)
      assert.equal(await voucher(bob, 'cIXO'), 50n * token)
      log('bob holds 50 cIXO')
    },
  },
  {
    name: 'bob mirrors them back by sendIbcTokens',
    async run({ bob }) {
      const coin = { denom: bob.status.cosmos.denoms.cIXO, amount: String(50n * token) }
      const sent = await bob.cosmos.client.sendIbcTokens(
        bob.cosmos.address,
        bob.ethereum.address,
        coin,
        'transfer',
        bob.status.cosmos.channel,
        undefined,
        deadline(),
        'auto',
      )
      assert.equal(sent.code, 0)
      assert.equal(await voucher(bob, 'cIXO'), 0n)
    },
  },
  {
    name: 'bob receives 50 IXO on Ethereum',
    async run({ bob, log }) {
      const { contracts, address } = bob.ethereum
      await until('IXO', async () => (await held(contracts.IXO, address)) === 50n * token)
      await settled(bob)
      await books(bob, { IXO: 0n, IXOS: 50n * token })
      log('bob holds 50 IXO')
    },
  },
  {
    name: 'bob sells 50 IXO for 5 DAI on the curve',
    async run({ bob, log }) {
      const { contracts, address } = bob.ethereum
      const before = await held(contracts.DAI, address)
      await run(contracts.MarketMaker.sell(50n * token, 5n * token, deadline()))
      assert.equal((await held(contracts.DAI, address)) - before, 5n * token)
      assert.equal(await held(contracts.IXO, address), 0n)
      assert.equal(await contracts.MarketMaker.supply(), start.supply + 25n * token)
      assert.equal(await contracts.MarketMaker.reserve(), start.reserve + (25n * token) / 10n)
      log('bob got 5 DAI')
    },
  },
]

/** No packet of ours is under way on any lane. */
async function settled({ ethereum: { contracts }, status }) {
  await until('every packet to settle', async () => {
    const open = await Promise.all(
      ['DAI', 'IXO', 'IXOS'].map((symbol) =>
        contracts.PegBridge.inFlight(contracts[symbol].target, status.cosmos.channel),
      ),
    )
    return open.every((amount) => amount === 0n)
  })
}

/** With nothing in flight the books say: escrow on Ethereum = vouchers on Cosmos, lane by lane (U = 0). */
async function books({ ethereum: { contracts }, cosmos, status }, escrow) {
  const expected = { DAI: 10n * start.cDai, ...escrow }
  for (const [symbol, amount] of Object.entries(expected)) {
    const denom = status.cosmos.denoms[`c${symbol}`]
    const supply = BigInt((await cosmos.query.bank.supplyOf(denom)).amount)
    assert.equal(await contracts.PegBridge.escrowed(contracts[symbol].target), amount, `escrow of ${symbol}`)
    assert.equal(await held(contracts[symbol], contracts.PegBridge.target), amount, `${symbol} held by the bridge`)
    assert.equal(supply, amount, `supply of c${symbol}`)
  }
}
