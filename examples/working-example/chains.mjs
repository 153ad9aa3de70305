// Connects plain ethers and plain CosmJS to a running emulator. Only the ready file is known; nothing of Pegzone is imported.

import { stringToPath } from '@cosmjs/crypto'
import { DirectSecp256k1HdWallet } from '@cosmjs/proto-signing'
import { GasPrice, QueryClient, SigningStargateClient, setupBankExtension } from '@cosmjs/stargate'
import { Comet38Client } from '@cosmjs/tendermint-rpc'
import { Contract, HDNodeWallet, JsonRpcProvider } from 'ethers'

/** The functions this example calls, as any dApp would write them down. */
const abis = {
  token: [
    'function approve(address spender, uint256 amount) returns (bool)',
    'function balanceOf(address account) view returns (uint256)',
    'function totalSupply() view returns (uint256)',
  ],
  marketMaker: [
    'function buy(uint256 dai, uint256 minIxo, uint256 deadline) returns (uint256 ixo)',
    'function sell(uint256 ixo, uint256 minDai, uint256 deadline) returns (uint256 dai)',
    'function supply() view returns (uint256)',
    'function reserve() view returns (uint256)',
  ],
  brokerage: [
    'function depositSingle(uint256 ixo, uint256 minDai, uint256 minVouchers, uint256 deadline)',
    'function reserves() view returns (uint256 dai, uint256 ixo)',
    'function totalVouchers() view returns (uint256)',
  ],
  pegBridge: [
    'function sendTransfer(address token, uint256 amount, string receiver, string sourceChannel, uint64 timeoutTimestamp, string memo) returns (uint64 sequence)',
    'function escrowed(address token) view returns (uint256)',
    'function inFlight(address token, string channel) view returns (uint256)',
  ],
}

/** Everything the example needs of one emulator, for the account `name`. Close it when done. */
export async function connect(status, name) {
  const index = status.accounts.findIndex((account) => account.name === name)
  if (index < 0) throw new Error(`no account ${name}`)
  const provider = new JsonRpcProvider(status.ethereum.rpc, status.ethereum.chainId, {
    // On a chain that mines at once ethers' default read cache returns stale nonces.
    cacheTimeout: -1,
    staticNetwork: true,
    batchMaxCount: 1,
    pollingInterval: 50,
  })
  const wallet = HDNodeWallet.fromPhrase(status.mnemonic, undefined, `m/44'/60'/0'/0/${index}`).connect(provider)
  const { DAI, IXO, IXOS, MarketMaker, Brokerage, PegBridge } = status.ethereum.contracts
  const contracts = {
    DAI: new Contract(DAI, abis.token, wallet),
    IXO: new Contract(IXO, abis.token, wallet),
    IXOS: new Contract(IXOS, abis.token, wallet),
    MarketMaker: new Contract(MarketMaker, abis.marketMaker, wallet),
    Brokerage: new Contract(Brokerage, abis.brokerage, wallet),
    PegBridge: new Contract(PegBridge, abis.pegBridge, wallet),
  }

  const signer = await DirectSecp256k1HdWallet.fromMnemonic(status.mnemonic, {
    prefix: status.cosmos.prefix,
    hdPaths: [stringToPath(`m/44'/118'/0'/0/${index}`)],
  })
  const [{ address }] = await signer.getAccounts()
  const comet = await Comet38Client.connect(status.cosmos.rpc)
  const cosmos = await SigningStargateClient.createWithSigner(comet, signer, {
    gasPrice: GasPrice.fromString(`0${status.cosmos.denoms.cIXO}`),
    // CosmJS sleeps this long before it first looks for a transaction; 3 s by default.
    broadcastPollIntervalMs: 50,
  })

  return {
    status,
    ethereum: { address: wallet.address, provider, contracts },
    cosmos: { address, client: cosmos, query: QueryClient.withExtensions(comet, setupBankExtension) },
    close() {
      provider.destroy()
      cosmos.disconnect()
    },
  }
}

/** Resolves when `look` answers something true; looks at every 50 ms, gives up after 30 s. */
export async function until(what, look) {
  const deadline = Date.now() + 30_000
  for (;;) {
    const answer = await look()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`waited 30 s for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
